import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { AwsResponse } from './aws-api.ts'

/** A response with a text body and a request id. */
export function textResponse(statusCode: number, contentType: string, text: string): AwsResponse {
  const body = Buffer.from(text)
  const headers = [
    ...['Content-Type', contentType],
    ...['Content-Length', String(body.length)],
    ...['x-amzn-RequestId', randomUUID()],
  ]
  return { statusCode, headers, body }
}

/**
 * An error in AWS's JSON protocol. `error` is sent unchanged: `__type` is the error's name; some
 * services write `message`, others `Message`. The optional header x-amz-crc32 is left out.
 */
export function jsonError(
  statusCode: number,
  error: { __type: string; message: string } | { __type: string; Message: string },
): AwsResponse {
  return textResponse(statusCode, 'application/x-amz-json-1.0', JSON.stringify(error))
}

/** Returns the response with these headers in addition. Each replaces an existing header of that name. */
export function withHeaders(
  response: AwsResponse,
  set: Readonly<Record<string, string>>,
): AwsResponse {
  const replaced = new Set(Object.keys(set).map((name) => name.toLowerCase()))
  const kept: string[] = []
  for (let i = 0; i + 1 < response.headers.length; i += 2) {
    const [name = '', value = ''] = response.headers.slice(i, i + 2)
    if (!replaced.has(name.toLowerCase())) kept.push(name, value)
  }
  return { ...response, headers: [...kept, ...Object.entries(set).flat()] }
}

/** Returns the response with another body. */
export function withBody(response: AwsResponse, text: string): AwsResponse {
  const body = Buffer.from(text)
  return withHeaders({ ...response, body }, { 'Content-Length': String(body.length) })
}

/** Escapes text that stands between two tags. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function xmlError(statusCode: number, code: string, message: string): AwsResponse {
  const detail = `<Code>${code}</Code><Message>${message}</Message>`
  // Clients of query services read the code inside <Error>, clients of S3 at the top level.
  const text = `<ErrorResponse>${detail}<Error>${detail}</Error></ErrorResponse>`
  return textResponse(statusCode, 'text/xml', text)
}

/** The response to a request without a credential scope. */
export function missingAuthentication(): AwsResponse {
  return jsonError(400, {
    __type: 'com.amazon.coral.service#MissingAuthenticationTokenException',
    message: 'Request is missing Authentication Token',
  })
}

/** The response to a request that a browser sends for a page of another website. */
export function foreignRequest(message: string): AwsResponse {
  return jsonError(403, { __type: 'com.amazon.coral.service#AccessDeniedException', message })
}

/**
 * The response to a call of a service that does not run locally, in the caller's protocol. Its status is 501,
 * because SDKs retry the other 5xx.
 */
export function unknownService(
  service: string,
  known: readonly string[],
  headers: IncomingHttpHeaders,
): AwsResponse {
  const message = `The local endpoint does not serve ${service}, only ${known.join(', ')}.`
  const isJson = headers['content-type']?.includes('json') ?? false
  if (!isJson) return xmlError(501, 'NotImplemented', message)
  return jsonError(501, { __type: 'NotImplemented', message })
}

/** The response when the endpoint itself fails. */
export function internalError(error: unknown): AwsResponse {
  const message = `The local endpoint failed: ${error instanceof Error ? error.message : error}`
  return jsonError(500, { __type: 'InternalFailure', message })
}
