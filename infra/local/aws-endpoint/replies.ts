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

/** A reply with these headers set, each in the place of one that it has. */
export function withHeaders(reply: AwsReply, set: Readonly<Record<string, string>>): AwsReply {
  const replaced = new Set(Object.keys(set).map((name) => name.toLowerCase()))
  const kept: string[] = []
  for (let i = 0; i + 1 < reply.headers.length; i += 2) {
    const [name = '', value = ''] = reply.headers.slice(i, i + 2)
    if (!replaced.has(name.toLowerCase())) kept.push(name, value)
  }
  return { ...reply, headers: [...kept, ...Object.entries(set).flat()] }
}

/** An error as S3 words it. */
export function s3Error(statusCode: number, code: string, message: string): AwsReply {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`
  return reply(statusCode, 'application/xml', text)
}

/** Text as it stands between two tags. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
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
