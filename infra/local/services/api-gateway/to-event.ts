import { randomBytes } from 'node:crypto'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { HOP_BY_HOP_HEADERS } from './hop-by-hop-headers.ts'
import type { RouteMatch } from './match-route.ts'
import type { RequestTarget } from './parse-target.ts'

/**
 * A request as it was received. `id` is also in the response, as `apigw-requestid`. `rawHeaders`
 * alternates names and values, as in `IncomingMessage.rawHeaders`. `protocol` is e.g. `HTTP/1.1`.
 * `body` is empty when none was sent.
 */
export interface GatewayRequest {
  readonly id: string
  readonly method: string
  readonly target: RequestTarget
  readonly protocol: string
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
  readonly sourceIp: string
  readonly localPort: number
  readonly receivedAt: Date
}

const ACCOUNT_ID = '000000000000'
const API_ID = 'local'
const STAGE = '$default'
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const PORT_SUFFIX = /:\d+$/
// Measured on AWS: bodies of these types are passed as text, forms are not.
// https://github.com/ministackorg/ministack/pull/766
const TEXT_TYPES = new Set(['application/json', 'application/xml', 'application/javascript'])

/**
 * Builds the event of payload format 2.0 for the function. Absent maps and an absent body are left out;
 * a body that is not text is base64.
 */
export function toEvent(request: GatewayRequest, match: RouteMatch): APIGatewayProxyEventV2 {
  const { headers, cookies } = toHeaders(request)
  const { path, rawQueryString, query } = request.target
  return {
    version: '2.0',
    routeKey: match.routeKey,
    rawPath: path,
    rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(query && { queryStringParameters: { ...query } }),
    requestContext: toRequestContext(request, match.routeKey, headers),
    ...(match.pathParameters && { pathParameters: { ...match.pathParameters } }),
    ...toBody(request.body, headers['content-type']),
  }
}

/** Creates a request id like API Gateway's: 15 letters, digits, `-` or `_`, then `=`. */
export function createRequestId(): string {
  return `${randomBytes(11).toString('base64url')}=`
}

function toHeaders(request: GatewayRequest): {
  headers: APIGatewayProxyEventV2['headers']
  cookies: string[]
} {
  const headers = new Map<string, string>()
  const cookies: string[] = []
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = (request.rawHeaders[index] ?? '').toLowerCase()
    const value = request.rawHeaders[index + 1] ?? ''
    const earlier = headers.get(name)
    if (name === 'cookie') cookies.push(...toCookies(value))
    else if (!HOP_BY_HOP_HEADERS.has(name)) {
      headers.set(name, earlier === undefined ? value : `${earlier},${value}`)
    }
  }
  const { sourceIp } = request
  const forwardedFor = headers.get('x-forwarded-for')
  headers.set('content-length', String(request.body.length))
  headers.set('x-forwarded-for', forwardedFor ? `${forwardedFor}, ${sourceIp}` : sourceIp)
  headers.set('x-forwarded-port', String(request.localPort))
  headers.set('x-forwarded-proto', 'http')
  headers.set('x-amzn-trace-id', headers.get('x-amzn-trace-id') ?? createTraceId(request))
  return { headers: Object.fromEntries(headers), cookies }
}

function toCookies(header: string): string[] {
  return header
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '')
}

function createTraceId({ receivedAt }: GatewayRequest): string {
  const seconds = Math.floor(receivedAt.getTime() / 1000).toString(16)
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')}`
}

function toRequestContext(
  request: GatewayRequest,
  routeKey: string,
  headers: APIGatewayProxyEventV2['headers'],
): APIGatewayProxyEventV2['requestContext'] {
  const domainName = (headers.host ?? 'localhost').replace(PORT_SUFFIX, '')
  return {
    accountId: ACCOUNT_ID,
    apiId: API_ID,
    domainName,
    domainPrefix: domainName.split('.')[0] ?? domainName,
    http: {
      method: request.method,
      path: request.target.path,
      protocol: request.protocol,
      sourceIp: request.sourceIp,
      userAgent: headers['user-agent'] ?? '',
    },
    requestId: request.id,
    routeKey,
    stage: STAGE,
    time: toClfTime(request.receivedAt),
    timeEpoch: request.receivedAt.getTime(),
  }
}

/** `dd/Mon/yyyy:HH:mm:ss +0000`, always UTC. */
function toClfTime(date: Date): string {
  const day = String(date.getUTCDate()).padStart(2, '0')
  const time = date.toISOString().slice(11, 19)
  return `${day}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${time} +0000`
}

function toBody(bytes: Buffer, contentType: string | undefined) {
  if (bytes.length === 0) return { isBase64Encoded: false }
  return isText(contentType)
    ? { body: bytes.toString('utf8'), isBase64Encoded: false }
    : { body: bytes.toString('base64'), isBase64Encoded: true }
}

function isText(contentType = ''): boolean {
  const mediaType = (contentType.split(';')[0] ?? '').trim().toLowerCase()
  return mediaType.startsWith('text/') || TEXT_TYPES.has(mediaType)
}
