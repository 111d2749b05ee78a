import { UnsupportedMediaTypeError, ValidationFailedError } from '../../errors.ts'
import type { Route } from '../define-route.ts'
import type { EndpointEvent, EndpointMiddleware } from '../endpoint-event.ts'
import { PayloadTooLargeError } from '../errors.ts'
import { readBody, requireUncompressed } from '../read-body.ts'

/** More than any documented body needs. Checked before the body is parsed. */
export const MAX_BODY_BYTES = 256 * 1024
const MULTIPART = /^\s*multipart\//i
const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Parses the body as JSON, whatever its content-type is, because the portal document's own client
 * sends none. Only multipart is refused. Errors never contain a part of the body.
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
  // The bytes of a text are only counted: making and decoding them takes longer than JSON.parse.
  const bytes = isBase64Encoded ? readBody(event) : undefined
  if ((bytes?.length ?? Buffer.byteLength(body)) > MAX_BODY_BYTES) {
    throw new PayloadTooLargeError(MAX_BODY_BYTES)
  }
  return bytes ? decode(bytes) : withoutMark(body.toWellFormed())
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw malformed('The body must be UTF-8')
  }
}

/** Removes a byte order mark, as the decoder does. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw malformed('The body must be JSON')
  }
  // A lone surrogate has no UTF-8 form: storing or hashing it would change the text.
  if (ESCAPED_SURROGATE.test(text) && !isWellFormed(value)) {
    throw malformed('The body must not contain lone surrogates')
  }
  return value
}

/** Whether every key and string is well-formed Unicode. Not recursive, because a body may be nested deeply. */
function isWellFormed(root: unknown): boolean {
  const open = [root]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value === 'string' && !value.isWellFormed()) return false
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) open.push(key, inner)
    }
  }
  return true
}

function malformed(message: string): ValidationFailedError {
  return new ValidationFailedError([{ path: '', message }])
}
