import {
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http'
import { readBody } from '../../http/read-body.ts'
import { secondsToKeep } from './cache-policy.ts'
import type { BucketBehavior } from './describe-distributions.ts'
import type { EdgeCache } from './edge-cache.ts'
import { withResponseHeaders } from './response-headers.ts'

/** The request headers that change the response, and the response headers that are passed on. */
const REQUEST_HEADERS = [
  'range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
]
const RESPONSE_HEADERS = [
  'content-type',
  'content-length',
  'content-range',
  'content-disposition',
  'content-encoding',
  'content-language',
  'cache-control',
  'etag',
  'last-modified',
]

/** The errors of S3 that are sent, with their status. */
const STATUSES = { BadRequest: 400, AccessDenied: 403 }

/** Where objects come from. */
interface Origin {
  /** Objects are at `/bucket/key`. */
  readonly store: URL
  readonly cache: EdgeCache
}

/**
 * Responds with an object, if the bucket's policy allows the distribution to read it. Cached copies are
 * for requests for whole objects; conditional and range requests always reach the store.
 */
export function showBucket(
  behavior: BucketBehavior,
  { store, cache }: Origin,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  const { method, url = '/', headers } = incoming
  const [path = '/'] = url.split('?')
  const key = decode(path.slice(1))
  if (key === undefined) {
    refuse(behavior, incoming, response, 'BadRequest')
    return
  }
  const isRead = (method === 'GET' || method === 'HEAD') && key !== ''
  if (!isRead || !behavior.allows('s3:GetObject', key)) {
    refuse(behavior, incoming, response, 'AccessDenied')
    return
  }
  const { hostname, port } = store
  const sent = Object.fromEntries(
    REQUEST_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  ) as OutgoingHttpHeaders
  const isWhole = Object.keys(sent).length === 0
  const copy = isWhole ? cache.find(path) : undefined
  if (copy) {
    const own = { ...copy.headers, age: String(copy.age) }
    response.writeHead(200, withResponseHeaders(behavior.headers, incoming, own))
    response.end(method === 'GET' ? copy.body : undefined)
    return
  }
  const options = { hostname, port, method, path: `/${behavior.bucket}${path}`, headers: sent }
  const outgoing = request({ ...options, agent: false }, (received) => {
    const own = show(behavior, received, incoming, response)
    if (method === 'GET' && isWhole && own) {
      void keep(cache, path, { behavior, received, headers: own })
    }
  })
  outgoing.on('error', () => response.destroy())
  outgoing.end()
}

/** Keeps a copy of an object for as long as the cache policy and its Cache-Control say. */
async function keep(
  cache: EdgeCache,
  path: string,
  {
    behavior,
    received,
    headers,
  }: {
    behavior: BucketBehavior
    received: IncomingMessage
    headers: OutgoingHttpHeaders
  },
): Promise<void> {
  if (received.statusCode !== 200) return
  const seconds = secondsToKeep(behavior.cachePolicy, received.headers['cache-control'])
  const body = await readBody(received)
  if (typeof body !== 'string') cache.keep(path, { headers, body }, seconds)
}

/** Sends a response of the store to the client. Returns its headers without the distribution's. */
function show(
  behavior: BucketBehavior,
  received: IncomingMessage,
  incoming: IncomingMessage,
  response: ServerResponse,
): OutgoingHttpHeaders | undefined {
  const { statusCode = 502, headers } = received
  if (statusCode === 404 && !behavior.allows('s3:ListBucket')) {
    received.resume()
    refuse(behavior, incoming, response, 'AccessDenied')
    return undefined
  }
  const passed = Object.entries(headers).filter(
    ([name]) => RESPONSE_HEADERS.includes(name) || name.startsWith('x-amz-meta-'),
  )
  const own = { ...Object.fromEntries(passed), 'accept-ranges': 'bytes' }
  response.writeHead(statusCode, withResponseHeaders(behavior.headers, incoming, own))
  received.on('error', () => response.destroy())
  received.pipe(response)
  return own
}

/** Responds as S3 behind CloudFront does to a caller that may not know which objects exist. */
function refuse(
  { headers }: BucketBehavior,
  incoming: IncomingMessage,
  response: ServerResponse,
  code: keyof typeof STATUSES,
): void {
  const own = { 'content-type': 'application/xml' }
  response.writeHead(STATUSES[code], withResponseHeaders(headers, incoming, own))
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`)
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return
  }
}
