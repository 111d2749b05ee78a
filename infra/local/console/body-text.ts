import { brotliDecompressSync, gunzipSync } from 'node:zlib'

/** Header values by lower-case name. */
export type Headers = Readonly<Record<string, string>>

const TEXT = /json|text|xml|javascript|urlencoded/i

/** Returns a body as text: decompressed, JSON with line breaks. For other types, returns size and type. */
export function bodyText(body: Buffer, headers: Headers): string {
  if (body.length === 0) return ''
  const type = headers['content-type'] ?? 'application/json'
  if (!TEXT.test(type)) return `[${body.length} bytes of ${type.split(';')[0]}]`
  const text = decompress(body, headers['content-encoding']).toString('utf8')
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

function decompress(body: Buffer, encoding = ''): Buffer {
  try {
    if (encoding === 'gzip') return gunzipSync(body)
    return encoding === 'br' ? brotliDecompressSync(body) : body
  } catch {
    // The body was cut.
    return Buffer.from(`[${body.length} bytes, ${encoding}]`)
  }
}
