/**
 * Reads the body as bytes, to its end in every case: a client that is answered while it still
 * sends often sees a broken connection in place of the answer.
 * @returns the bytes, `too-large` when there are more than `maxBytes`, or `aborted` when the
 * client left before the end.
 */
export async function readBody(
  request: AsyncIterable<Buffer>,
  maxBytes: number,
): Promise<Buffer | 'too-large' | 'aborted'> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request) {
      length += chunk.length
      if (length <= maxBytes) chunks.push(chunk)
      else chunks.length = 0
    }
  } catch {
    return 'aborted'
  }
  return length > maxBytes ? 'too-large' : Buffer.concat(chunks, length)
}
