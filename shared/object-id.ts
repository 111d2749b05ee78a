import { randomBytes } from 'node:crypto'

/** The form of an id: 24 hex digits in lower case, like MongoDB's ObjectId. */
export const OBJECT_ID = /^[0-9a-f]{24}$/

/** Makes an id: the current time in seconds (4 bytes), then 8 random bytes. */
export function newObjectId(): string {
  const bytes = randomBytes(12)
  bytes.writeUInt32BE(Math.floor(Date.now() / 1000), 0)
  return bytes.toString('hex')
}
