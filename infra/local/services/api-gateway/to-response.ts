import { validateHeaderName, validateHeaderValue } from 'node:http'
import { HOP_BY_HOP_HEADERS } from './hop-by-hop-headers.ts'

/**
 * The response to the client: lower-case header names, one `set-cookie` header per entry of `cookies`,
 * and the body in bytes.
 */
export interface GatewayResponse {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly cookies: readonly string[]
  readonly body: Buffer
}

/** Returns the response to send instead. */
export type ChangeResponse = (response: GatewayResponse) => GatewayResponse

interface StructuredResult {
  readonly statusCode?: unknown
  readonly headers?: unknown
  readonly cookies?: unknown
  readonly body?: unknown
  readonly isBase64Encoded?: unknown
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/**
 * Converts a function's result to a response by the rules of payload format 2.0. A value without
 * `statusCode` becomes the JSON body of a 200; a shape that API Gateway cannot read becomes a 500
 * `{"message":"Internal Server Error"}`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toResponse(result: unknown): GatewayResponse {
  try {
    return isStructured(result) ? toStructuredResponse(result) : toInferredResponse(result)
  } catch {
    // A wrong shape, a header that Node refuses, or a value that JSON cannot represent.
    return toMessageResponse(500, 'Internal Server Error')
  }
}

/** A response of the gateway itself: `{"message":"…"}` with an HTTP status. */
export function toMessageResponse(statusCode: number, message: string): GatewayResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/json' },
    cookies: [],
    body: Buffer.from(JSON.stringify({ message })),
  }
}

function toInferredResponse(result: unknown): GatewayResponse {
  const json: string | undefined = typeof result === 'string' ? result : JSON.stringify(result)
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    cookies: [],
    // Lambda sends `null` for a function that returned nothing.
    body: Buffer.from(json ?? 'null'),
  }
}

function toStructuredResponse(result: StructuredResult): GatewayResponse {
  const headers = readHeaders(result.headers)
  const body = readBody(result.body, result.isBase64Encoded)
  // AWS sends no content type with an empty body, as seen on its 204 and 302 responses.
  if (body.length > 0) headers['content-type'] ??= 'text/plain; charset=utf-8'
  return {
    statusCode: readStatusCode(result.statusCode),
    headers,
    cookies: readCookies(result.cookies),
    body,
  }
}

function readStatusCode(value: unknown): number {
  const isStatus = typeof value === 'number' && Number.isInteger(value)
  if (!isStatus || value < 200 || value > 599) throw new TypeError('statusCode')
  return value
}

function readHeaders(value: unknown): Record<string, string> {
  if (isAbsent(value)) return {}
  if (!isRecord(value)) throw new TypeError('headers')
  const headers: Record<string, string> = {}
  for (const [name, content] of Object.entries(value)) {
    if (content === undefined) continue
    const lowerName = name.toLowerCase()
    if (lowerName === 'content-length' || HOP_BY_HOP_HEADERS.has(lowerName)) continue
    headers[lowerName] = readHeader(lowerName, content)
  }
  return headers
}

function readHeader(name: string, value: unknown): string {
  if (!(typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')) {
    throw new TypeError(name)
  }
  validateHeaderName(name)
  validateHeaderValue(name, String(value))
  return String(value)
}

function readCookies(value: unknown): string[] {
  if (isAbsent(value)) return []
  if (!Array.isArray(value)) throw new TypeError('cookies')
  return value.map((cookie: unknown) => {
    if (typeof cookie !== 'string') throw new TypeError('cookies')
    validateHeaderValue('set-cookie', cookie)
    return cookie
  })
}

function readBody(value: unknown, isBase64Encoded: unknown): Buffer {
  const body = isAbsent(value) ? '' : value
  if (typeof body !== 'string') throw new TypeError('body')
  if (isAbsent(isBase64Encoded) || isBase64Encoded === false) return Buffer.from(body)
  if (isBase64Encoded !== true || !BASE64.test(body)) throw new TypeError('isBase64Encoded')
  return Buffer.from(body, 'base64')
}

function isStructured(result: unknown): result is StructuredResult {
  return isRecord(result) && result.statusCode !== undefined
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null
}

function isRecord(value: unknown): value is Record<string, unknown> & StructuredResult {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
