import { UnsupportedMediaTypeError, ValidationFailedError } from '../../errors.ts'
import { hasOnlyWholeCharacters } from '../../well-formed.ts'
import type { Route } from '../define-route.ts'
import type { EndpointEvent, EndpointMiddleware } from '../endpoint-event.ts'
import { PayloadTooLargeError } from '../errors.ts'
import { readBody, requireUncompressed } from '../read-body.ts'

/** The most bytes of a body. More than any documented request needs. Checked before the body is parsed. */
export const MAX_BODY_BYTES = 256 * 1024
const MULTIPART = /^\s*multipart\//i

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Parses the body as JSON, whatever its content-type is, because the portal's client sends no content-type.
 * Refuses only multipart bodies. Errors never contain a part of the body.
 */
export function parseBody(route: Route): EndpointMiddleware {
  return {
    before: ({ event }) => {
      if (!route.body) return
      if (MULTIPART.test(event.headers['content-type'] ?? '')) {
        throw new UnsupportedMediaTypeError('application/json')
      }
      requireUncompressed(event)
      const text = readText(event)
      if (text.trim() !== '') event.parsedBody = parseJson(text)
    },
  }
}

function readText(event: EndpointEvent): string {
  const { body = '', isBase64Encoded } = event
  // A text body is only measured. Converting it to bytes and decoding them would take longer than JSON.parse.
  const bytes = isBase64Encoded ? readBody(event) : undefined
  if ((bytes?.length ?? Buffer.byteLength(body)) > MAX_BODY_BYTES) {
    throw new PayloadTooLargeError(MAX_BODY_BYTES)
  }
  return bytes ? decode(bytes) : withoutByteOrderMark(body.toWellFormed())
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw malformed('The body must be UTF-8')
  }
}

/** Removes a byte order mark at the start, as TextDecoder does. */
function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw malformed('The body must be JSON')
  }
  if (!hasOnlyWholeCharacters(text, value)) {
    throw malformed('The body must not contain lone surrogates')
  }
  return value
}

function malformed(message: string): ValidationFailedError {
  return new ValidationFailedError([{ path: '', message }])
}
