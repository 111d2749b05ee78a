import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { ALL_ADDRESSES, networkAddress } from '../../http/network-address.ts'
import type { ResponseReport } from '../service.ts'
import { createRequestHandler, type HttpApiOptions, type RequestHandler } from './handle-request.ts'
import { Mounts, type Serve } from './mounts.ts'
import { createRequestId } from './to-event.ts'
import { type ChangeResponse, type GatewayResponse, toMessageResponse } from './to-response.ts'

/** Where a gateway listens, and what it reports. */
export interface GatewayOptions {
  /** 0.0.0.0 for all addresses of this machine, or 127.0.0.1. */
  readonly host: string
  /** 0 picks a free port. */
  readonly port: number
  /** Called first with each request. Returns true when it responds itself, e.g. with the console. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean
  /** Changes each response of the API before it is sent. @default unchanged */
  readonly changeResponse?: ChangeResponse | undefined
  /** Called after each response. Must not throw. */
  readonly onResponse?: (report: ResponseReport) => void
  /** Called with faults of the local stack itself. */
  readonly onError?: (error: unknown) => void
}

/** A listening gateway. */
export interface Gateway {
  /** With the port that was opened, without a slash at the end. */
  readonly url: string
  /** The URL for other devices of the network; `url` when only this machine reaches the gateway. */
  readonly publicUrl: string
  /** Serves everything below a path, which must not be one of the API's. */
  mount(path: string, serve: Serve): void
  /**
   * Sets or replaces the API. Requests before the first call wait for it.
   * @throws Error for an invalid route key, without a change.
   */
  serve(api: HttpApiOptions): void
  /** Frees the port, lets running requests finish for up to 1 s, and cuts off the rest. */
  close(): Promise<void>
}

// Higher than API Gateway's limit, so that the gateway itself can refuse headers above that limit.
const NODE_MAX_HEADER_BYTES = 64 * 1024
const CLOSE_GRACE_MS = 1_000
const BODILESS_STATUSES = new Set([204, 304])

/**
 * Opens a local server that replaces an API Gateway HTTP API with payload format 2.0. Resolves once it
 * listens, and rejects with the error of the socket when the port is taken.
 */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const first = Promise.withResolvers<RequestHandler>()
  let handler = first.promise
  // Connections without a request yet. Browsers open some in advance, and Node never counts them as idle.
  const unused = new Set<Socket>()
  const mounts = new Mounts()
  const { changeResponse = (unchanged) => unchanged } = options
  // The client ends idle connections. Otherwise one could end just as the client reuses it, and the request would fail.
  const limits = { maxHeaderSize: NODE_MAX_HEADER_BYTES, keepAliveTimeout: 0 }
  const server = createServer(limits, (request, response) => {
    unused.delete(request.socket)
    // Without this, a closing server keeps the connection until its keep-alive timeout.
    response.once('finish', () => {
      if (!server.listening) server.closeIdleConnections()
    })
    void handle(request, response)
  })
  server.on('connection', (socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('clientError', respondToUnreadable)

  async function handle(request: IncomingMessage, serverResponse: ServerResponse): Promise<void> {
    const requestId = createRequestId()
    const startedAt = performance.now()
    const finish = (response: GatewayResponse) => {
      send(serverResponse, requestId, response)
      const milliseconds = performance.now() - startedAt
      options.onResponse?.({ requestId, request, response, milliseconds })
    }
    try {
      if (options.intercept?.(request, serverResponse)) return
      if (mounts.serve(request, serverResponse)) return
      const response = await (await handler)(request, requestId)
      finish(changeResponse(mounts.withClientHost(request, response, publicUrl)))
    } catch (error) {
      options.onError?.(error)
      finish(toMessageResponse(500, 'Internal Server Error'))
    }
  }

  server.listen(options.port, options.host)
  await once(server, 'listening')
  const isOpen = options.host === ALL_ADDRESSES
  const url = toUrl(server, isOpen ? '127.0.0.1' : options.host)
  const publicUrl = toUrl(server, (isOpen ? networkAddress() : undefined) ?? new URL(url).hostname)
  return {
    url,
    publicUrl,
    mount: (path, serve) => mounts.add(path, serve),
    serve: (api) => {
      const created = createRequestHandler(api, options.onError)
      first.resolve(created)
      handler = Promise.resolve(created)
    },
    close: () => closeServer(server, unused),
  }
}

function toUrl(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return `http://${host}:${port}`
}

function send(serverResponse: ServerResponse, requestId: string, response: GatewayResponse): void {
  if (serverResponse.headersSent) {
    serverResponse.destroy()
    return
  }
  const { statusCode, headers, body } = response
  const setCookie: string | undefined = headers['set-cookie']
  const cookies = setCookie === undefined ? response.cookies : [setCookie, ...response.cookies]
  serverResponse.writeHead(statusCode, {
    ...headers,
    ...(!BODILESS_STATUSES.has(statusCode) && { 'content-length': body.length }),
    ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
    'apigw-requestid': requestId,
  })
  serverResponse.end(body)
}

/**
 * Responds when Node could not parse the request. There is only a socket, no request or response object.
 * https://nodejs.org/api/http.html#event-clienterror
 */
function respondToUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const [status, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'Request Header Fields Too Large']
      : ['400 Bad Request', 'Bad Request']
  const body = JSON.stringify({ message })
  const head = [
    `HTTP/1.1 ${status}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

async function closeServer(server: Server, unused: Iterable<Socket>): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
  server.close(() => resolve())
  for (const socket of unused) socket.destroy()
  await closed
  clearTimeout(timer)
}
