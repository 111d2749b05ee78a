import type { IncomingMessage } from 'node:http'

/**
 * Reads a message to its end. Rejects when the other side goes away before that.
 * By events, because async iteration costs a promise per chunk on the path of every call.
 */
export function readBody(message: IncomingMessage): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const chunks: Buffer[] = []
  message.on('data', (chunk: Buffer) => chunks.push(chunk))
  message.on('end', () =>
    resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
  )
  message.on('error', reject)
  return promise
}
