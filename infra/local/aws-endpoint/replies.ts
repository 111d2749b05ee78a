import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { AwsReply } from './service.ts'

function reply(statusCode: number, contentType: string, text: string): AwsReply {
  const body = Buffer.from(text)
  const headers = [
    'Content-Type',
    contentType,
    'Content-Length',
    String(body.length),
    'x-amzn-RequestId',
    randomUUID(),
  ]
  return { statusCode, headers, body }
}

/**
 * An error in AWS's JSON protocol. `error` is sent as it is: `__type` names it, and the services
 * differ in whether they spell `message` or `Message`. No x-amz-crc32, which is optional.
 */
export function jsonError(
  statusCode: number,
  error: { __type: string; message: string } | { __type: string; Message: string },
): AwsReply {
  return reply(statusCode, 'application/x-amz-json-1.0', JSON.stringify(error))
}

function xmlError(statusCode: number, code: string, message: string): AwsReply {
  const detail = `<Code>${code}</Code><Message>${message}</Message>`
  // Query services look below Error, S3 at the top: both find their part.
  const text = `<ErrorResponse>${detail}<Error>${detail}</Error></ErrorResponse>`
  return reply(statusCode, 'text/xml', text)
}

/** The answer to a request without a credential scope. */
export function missingAuthentication(): AwsReply {
  return jsonError(400, {
    __type: 'com.amazon.coral.service#MissingAuthenticationTokenException',
    message: 'Request is missing Authentication Token',
  })
}

/**
 * The answer to a call of a service that nothing stands in for, in the caller's protocol.
 * 501 because SDKs retry every other plausible status of the 500s.
 */
export function unknownService(
  service: string,
  known: readonly string[],
  headers: IncomingHttpHeaders,
): AwsReply {
  const message = `The local endpoint does not serve ${service}, only ${known.join(', ')}.`
  const isJson = headers['content-type']?.includes('json') ?? false
  if (!isJson) return xmlError(501, 'NotImplemented', message)
  return jsonError(501, { __type: 'NotImplemented', message })
}

/** The answer when the endpoint itself fails: its own fault, and said so. */
export function internalError(error: unknown): AwsReply {
  const message = `The local endpoint failed: ${error instanceof Error ? error.message : error}`
  return jsonError(500, { __type: 'InternalFailure', message })
}
