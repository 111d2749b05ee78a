import type { IncomingHttpHeaders } from 'node:http'

/** The caller, region and service of a call, from its Signature Version 4 credential scope. */
export interface Caller {
  readonly accessKeyId: string
  readonly region: string
  /** The signing name. It can differ from the client's name: DynamoDB Streams signs as `dynamodb`. */
  readonly service: string
}

const CREDENTIAL = 'Credential='

function credentialOfHeader(authorization: string): string | undefined {
  const start = authorization.indexOf(CREDENTIAL)
  if (start < 0) return
  const rest = authorization.slice(start + CREDENTIAL.length)
  const end = rest.indexOf(',')
  return (end < 0 ? rest : rest.slice(0, end)).trim()
}

function credentialOfQuery(path: string): string | undefined {
  const query = path.indexOf('?')
  if (query < 0) return
  return new URLSearchParams(path.slice(query)).get('X-Amz-Credential') ?? undefined
}

/**
 * Reads the caller from the `Authorization` header, or from `X-Amz-Credential` of a presigned URL.
 * Returns undefined when the request has no complete scope `KEY/date/region/service/aws4_request`.
 * Does not verify the signature: every key is made on this machine for callers on this machine, so a valid
 * signature would prove nothing.
 */
export function readCaller(headers: IncomingHttpHeaders, path: string): Caller | undefined {
  const credential = headers.authorization
    ? credentialOfHeader(headers.authorization)
    : credentialOfQuery(path)
  const [accessKeyId, date, region, service, terminator, ...more] = credential?.split('/') ?? []
  if (!accessKeyId || !date || !region || !service) return
  if (terminator !== 'aws4_request' || more.length > 0) return
  return { accessKeyId, region, service }
}
