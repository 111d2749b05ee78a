import {
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http'
import type { BucketBehavior } from './describe-distributions.ts'
import { withResponseHeaders } from './response-headers.ts'

/** The request headers that change the response, and the response headers that are passed on. */
const REQUEST_HEADERS = [
  ...['range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'],
]
const RESPONSE_HEADERS = [
  ...['content-type', 'content-length', 'content-range', 'content-disposition'],
  ...['content-encoding', 'content-language', 'cache-control', 'etag', 'last-modified'],
]

/**
 * Responds with an object, if the bucket's policy allows the distribution to read it.
 * @param store where objects are at `/bucket/key`.
 */
export function showBucket(
  behavior: BucketBehavior,
  store: URL,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  const { method, url = '/', headers } = incoming
  const [path = '/'] = url.split('?')
  const key = decode(path.slice(1))
  if (key === undefined) {
    refuse(behavior, response, 400, 'BadRequest')
    return
  }
  const isRead = (method === 'GET' || method === 'HEAD') && key !== ''
  if (!isRead || !behavior.allows('s3:GetObject', key)) {
    refuse(behavior, response, 403, 'AccessDenied')
    return
  }
  const { hostname, port } = store
  const sent = Object.fromEntries(
    REQUEST_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  ) as OutgoingHttpHeaders
  const options = { hostname, port, method, path: `/${behavior.bucket}${path}`, headers: sent }
  const outgoing = request({ ...options, agent: false }, (received) => {
    show(behavior, received, response)
  })
  outgoing.on('error', () => response.destroy())
  outgoing.end()
}

function show(behavior: BucketBehavior, received: IncomingMessage, response: ServerResponse): void {
  const { statusCode = 502, headers } = received
  if (statusCode === 404 && !behavior.allows('s3:ListBucket')) {
    received.resume()
    refuse(behavior, response, 403, 'AccessDenied')
    return
  }
  const passed = Object.entries(headers).filter(
    ([name]) => RESPONSE_HEADERS.includes(name) || name.startsWith('x-amz-meta-'),
  )
  const own = { ...Object.fromEntries(passed), 'accept-ranges': 'bytes' }
  response.writeHead(statusCode, withResponseHeaders(behavior.headers, own))
  received.on('error', () => response.destroy())
  received.pipe(response)
}

/** Responds as S3 does behind CloudFront to a caller that must not learn which objects exist. */
function refuse(
  { headers }: BucketBehavior,
  response: ServerResponse,
  statusCode: number,
  code: string,
): void {
  const own = { 'content-type': 'application/xml' }
  response.writeHead(statusCode, withResponseHeaders(headers, own))
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`)
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return
  }
}
