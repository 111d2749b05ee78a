import { once } from 'node:events'
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Distribution } from './describe-distributions.ts'

/** A running stand-in for a distribution. */
export interface Cdn {
  /** Without a slash at its end. */
  readonly url: string
  close(): Promise<void>
}

/** What a client asks with that changes the answer, and what it is answered with. */
const ASKED = ['range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since']
const ANSWERED = [
  ...['content-type', 'content-length', 'content-range', 'content-disposition'],
  ...['content-encoding', 'content-language', 'cache-control', 'etag', 'last-modified'],
]

/**
 * Serves a distribution's bucket on a free port, at the paths at which CloudFront would. Only what
 * the bucket's policy allows the distribution is shown. Nothing is cached: what is deleted is gone.
 * @param storeUrl where objects are found as `/bucket/key`.
 */
export async function startCdn(
  distribution: Distribution,
  storeUrl: string,
  host: string,
): Promise<Cdn> {
  const server = createServer((incoming, response) => {
    answer(distribution, new URL(storeUrl), incoming, response)
  })
  server.listen(0, host)
  await once(server, 'listening')
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function answer(
  distribution: Distribution,
  store: URL,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  const { method, url = '/', headers } = incoming
  const [path = '/'] = url.split('?')
  const key = decode(path.slice(1))
  if (key === undefined) {
    refuse(distribution, response, 400, 'BadRequest')
    return
  }
  const mayRead = (method === 'GET' || method === 'HEAD') && key !== ''
  if (!mayRead || !distribution.may('s3:GetObject', key)) {
    refuse(distribution, response, 403, 'AccessDenied')
    return
  }
  const { hostname, port } = store
  const asked = Object.fromEntries(
    ASKED.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  ) as OutgoingHttpHeaders
  const options = { hostname, port, method, path: `/${distribution.bucket}${path}`, headers: asked }
  const outgoing = request({ ...options, agent: false }, (found) => {
    show(distribution, found, response)
  })
  outgoing.on('error', () => response.destroy())
  outgoing.end()
}

function show(distribution: Distribution, found: IncomingMessage, response: ServerResponse): void {
  const { statusCode = 502, headers } = found
  if (statusCode === 404 && !distribution.may('s3:ListBucket')) {
    found.resume()
    refuse(distribution, response, 403, 'AccessDenied')
    return
  }
  const shown = Object.entries(headers).filter(
    ([name]) => ANSWERED.includes(name) || name.startsWith('x-amz-meta-'),
  )
  response.writeHead(statusCode, {
    ...Object.fromEntries(shown),
    'Accept-Ranges': 'bytes',
    ...distribution.headers,
  })
  found.on('error', () => response.destroy())
  found.pipe(response)
}

/** What S3 behind CloudFront answers to who may not know what there is. */
function refuse(
  { headers }: Distribution,
  response: ServerResponse,
  statusCode: number,
  code: string,
): void {
  response.writeHead(statusCode, { 'Content-Type': 'application/xml', ...headers })
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`)
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return
  }
}
