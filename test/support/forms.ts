/** The content-type and the body of a request. */
export interface Form {
  contentType: string
  body: Buffer
}

/** A part: its header lines without line ends, and its content. */
export interface WrittenPart {
  head: readonly string[]
  content: Buffer | string
}

const CRLF = '\r\n'

/** Writes a form as clients do. `contentType` replaces the usual one, which contains the boundary. */
export function writeForm(
  boundary: string,
  parts: readonly WrittenPart[],
  contentType = `multipart/form-data; boundary=${boundary}`,
): Form {
  const pieces = parts.flatMap(({ head, content }) => [
    `--${boundary}${CRLF}${head.map((line) => line + CRLF).join('')}${CRLF}`,
    content,
    CRLF,
  ])
  return { contentType, body: concat(...pieces, `--${boundary}--${CRLF}`) }
}

/** A form with one file, as a browser sends it. */
export function fileForm(file: Buffer | string, name = 'file', filename = 'me.jpg'): Form {
  const head = [
    `Content-Disposition: form-data; name="${name}"; filename="${filename}"`,
    'Content-Type: image/jpeg',
  ]
  return writeForm('----WebKitFormBoundaryO5kKq8Yd2TtVw4hZ', [{ head, content: file }])
}

/** Concatenates strings, as UTF-8, and bytes. */
export function concat(...pieces: readonly (Buffer | string)[]): Buffer {
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece as string)))
}
