// Parses multipart/form-data bodies: RFC 2046 and RFC 7578.

/** One part of a multipart body. */
export interface Part {
  /** The name of the form field. Undefined when the part has no name. */
  readonly name: string | undefined
  /** A view of the body, not a copy. */
  readonly content: Buffer
}

/** The body breaks RFC 2046 or RFC 7578. The message says how. */
export class MalformedMultipartError extends Error {}

const FORM_DATA = /^\s*multipart\/form-data\s*(?:;|$)/i
const BOUNDARY = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/i
const DISPOSITION = /^content-disposition:\s*form-data\s*(;.*)?$/i
const NAME = 'name'
/** One parameter of a header: a token, or a quoted string with escapes. */
const PARAMETER = /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))\s*/gy
/** The most characters of a boundary: RFC 2046, 5.1.1. */
const MAX_BOUNDARY = 70
/** The most parts of a body, and the most bytes of the headers of a part. Both bound the work for one body. */
const MAX_PARTS = 100
const MAX_HEADERS = 16 * 1024
const BLANK_LINE = '\r\n\r\n'
/** The codes of ASCII characters. */
const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE, HYPHEN] = [9, 10, 13, 32, 45]

/** Whether a content-type is that of a form with files. */
export function isFormData(contentType: string): boolean {
  return FORM_DATA.test(contentType)
}

/**
 * Splits a multipart/form-data body into its parts. Accepts everything that real clients send: quoted and unquoted
 * boundaries, parameters in any order, white space after a boundary, headers over several lines, and text before
 * the first part. Node's own `formData()` refuses some of these, reads a file without a filename as text, and loads
 * undici. Why this is not a library: docs/decisions/2026-11-26-multipart-parser.md.
 * @throws MalformedMultipartError
 */
export function parseMultipart(contentType: string, body: Buffer): Part[] {
  // The first bytes of each delimiter (see `Delimiter`).
  const mark = Buffer.from(`\r\n--${readBoundary(contentType)}`, 'latin1')
  const parts: Part[] = []
  let delimiter = firstDelimiter(body, mark)
  while (!delimiter.isLast) {
    if (parts.length === MAX_PARTS) throw new MalformedMultipartError('The body has too many parts')
    // Starts at the delimiter's own line break (2 bytes): in a part without headers, the blank line begins with it.
    const headersEnd = body.indexOf(BLANK_LINE, delimiter.end - 2)
    if (headersEnd < 0 || headersEnd - delimiter.end > MAX_HEADERS) {
      throw new MalformedMultipartError('The headers of a part do not end, or are too long')
    }
    const contentStart = headersEnd + BLANK_LINE.length
    const next = findDelimiter(body, mark, contentStart - 2)
    parts.push({
      name: readName(body.toString('utf8', delimiter.end, Math.max(delimiter.end, headersEnd))),
      content: body.subarray(contentStart, Math.max(contentStart, next.start)),
    })
    delimiter = next
  }
  return parts
}

/** A delimiter: the line with the boundary before each part and after the last one. */
interface Delimiter {
  readonly start: number
  /** The offset at which the next part begins. */
  readonly end: number
  readonly isLast: boolean
}

function readBoundary(contentType: string): string {
  const [, quoted, token] = BOUNDARY.exec(contentType) ?? []
  const boundary = quoted?.replace(/\\(.)/g, '$1') ?? token?.trim() ?? ''
  if (boundary === '') {
    throw new MalformedMultipartError(
      'The content-type has no boundary. Let the HTTP client set this header',
    )
  }
  if (boundary.length > MAX_BOUNDARY) {
    throw new MalformedMultipartError(`The boundary is longer than ${MAX_BOUNDARY} characters`)
  }
  return boundary
}

/**
 * Finds the first delimiter: at the start of the body, or after a preamble, which is ignored. The mark begins with a line
 * break, which is missing at the start of the body. So a delimiter there starts at offset −2.
 */
function firstDelimiter(body: Buffer, mark: Buffer): Delimiter {
  const isAtStart = body.subarray(0, mark.length - 2).equals(mark.subarray(2))
  return (isAtStart && readDelimiter(body, mark, -2)) || findDelimiter(body, mark, 0)
}

function findDelimiter(body: Buffer, mark: Buffer, from: number): Delimiter {
  for (let at = body.indexOf(mark, from); at >= 0; at = body.indexOf(mark, at + mark.length)) {
    const delimiter = readDelimiter(body, mark, at)
    if (delimiter) return delimiter
  }
  throw new MalformedMultipartError('The body ends before its last boundary')
}

/** Reads a delimiter. Returns undefined when other text follows on the line: then the line is content of the part. */
function readDelimiter(body: Buffer, mark: Buffer, start: number): Delimiter | undefined {
  let end = start + mark.length
  if (body[end] === HYPHEN && body[end + 1] === HYPHEN) return { start, end, isLast: true }
  while (body[end] === SPACE || body[end] === TAB) end++
  if (body[end] !== CARRIAGE_RETURN || body[end + 1] !== LINE_FEED) return undefined
  return { start, end: end + 2, isLast: false }
}

function readName(headers: string): string | undefined {
  const unfolded = headers.replace(/\r\n[ \t]+/g, ' ')
  for (const line of unfolded.split('\r\n')) {
    const [isDisposition, parameters = ''] = DISPOSITION.exec(line) ?? []
    if (isDisposition === undefined) continue
    for (const [, key = '', quoted, token] of parameters.matchAll(PARAMETER)) {
      if (key.toLowerCase() === NAME) return quoted?.replace(/\\(.)/g, '$1') ?? token
    }
  }
  return undefined
}
