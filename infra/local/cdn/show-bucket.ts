import {
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http'
import type { BucketBehavior } from './describe-distributions.ts'
import { withResponseHeaders } from './response-headers.ts'

/** What a client asks with that changes the answer, and what it is answered with. */
const ASKED = ['range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since']
const ANSWERED = [
  ...['content-type', 'content-length', 'content-range', 'content-disposition'],
  ...['content-encoding', 'content-language', 'cache-control', 'etag', 'last-modified'],
]

/**
 * Answers with an object, if the bucket's policy allows the distribution to show it.
 * @param store where objects are found as `/bucket/key`.
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
  const mayRead = (method === 'GET' || method === 'HEAD') && key !== ''
  if (!mayRead || !behavior.may('s3:GetObject', key)) {
    refuse(behavior, response, 403, 'AccessDenied')
    return
  }
  const { hostname, port } = store
  const asked = Object.fromEntries(
    ASKED.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  ) as OutgoingHttpHeaders
  const options = { hostname, port, method, path: `/${behavior.bucket}${path}`, headers: asked }
  const outgoing = request({ ...options, agent: false }, (found) => {
    show(behavior, found, response)
  })
  outgoing.on('error', () => response.destroy())
  outgoing.end()
}

function show(behavior: BucketBehavior, found: IncomingMessage, response: ServerResponse): void {
  const { statusCode = 502, headers } = found
  if (statusCode === 404 && !behavior.may('s3:ListBucket')) {
    found.resume()
    refuse(behavior, response, 403, 'AccessDenied')
    return
  }
  const shown = Object.entries(headers).filter(
    ([name]) => ANSWERED.includes(name) || name.startsWith('x-amz-meta-'),
  )
  const answered = { ...Object.fromEntries(shown), 'accept-ranges': 'bytes' }
  response.writeHead(statusCode, withResponseHeaders(behavior.headers, answered))
  found.on('error', () => response.destroy())
  found.pipe(response)
}

/** What S3 behind CloudFront answers to who may not know what there is. */
function refuse(
  { headers }: BucketBehavior,
  response: ServerResponse,
  statusCode: number,
  code: string,
): void {
  const answered = { 'content-type': 'application/xml' }
  response.writeHead(statusCode, withResponseHeaders(headers, answered))
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`)
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return
  }
}
