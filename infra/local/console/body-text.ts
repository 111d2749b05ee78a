import { brotliDecompressSync, gunzipSync } from 'node:zlib'

/** Header values by lower-case name. */
export type Headers = Readonly<Record<string, string>>

/** The text that stands for a body that is not shown. It has no part of the body. */
const PLACEHOLDER = /^\[\d+ (?:bytes|characters)[^"[\]]*\]$/
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

/** Whether a text stands for a body, instead of being one. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text)
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
