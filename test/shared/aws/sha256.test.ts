import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Sha256 } from '../../../shared/aws/sha256.ts'

const bytes = Uint8Array.from([0, 127, 128, 255])
/** The bytes within a larger buffer, which must not be hashed whole. */
const part = Uint8Array.from([9, ...bytes, 9]).subarray(1, 5)

/** What can be hashed or be a key, and the same as bytes. */
const inputs = [
  ['a string', 'AWS4größer', Buffer.from('AWS4größer')],
  ['bytes', bytes, bytes],
  ['an array buffer', bytes.buffer, bytes],
  ['a part of a buffer', part, bytes],
] as const

const hex = async (hash: Sha256) => Buffer.from(await hash.digest()).toString('hex')

describe('a hash', () => {
  test.each(inputs)('is the SHA-256 of %s', async (_, given, same) => {
    const hash = new Sha256()
    hash.update('first ')
    hash.update(given)
    const expected = createHash('sha256').update('first ').update(same).digest('hex')
    expect(await hex(hash)).toBe(expected)
  })
})

describe('an HMAC', () => {
  test.each([...inputs, ['an empty string', '', Buffer.alloc(0)] as const])(
    'has a key that is %s',
    async (_, secret, key) => {
      const hmac = new Sha256(secret)
      hmac.update('data')
      expect(await hex(hmac)).toBe(createHmac('sha256', key).update('data').digest('hex'))
    },
  )
})

test('after a reset, a hash and an HMAC start again with the same key', async () => {
  for (const secret of [undefined, 'key']) {
    const hash = new Sha256(secret)
    hash.update('ignored')
    hash.reset()
    hash.update('data')
    const again = new Sha256(secret)
    again.update('data')
    expect(await hex(hash)).toBe(await hex(again))
  }
})
