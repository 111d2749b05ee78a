import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type AnswerOptions, createAnswer } from './answer-request.ts'
import { createRequestId } from './to-event.ts'
import { type GatewayResponse, toMessageResponse } from './to-response.ts'

/**
 * Where the gateway listens (port 0 picks a free one) and what it answers with.
 * `intercept` sees each request first; it returns true when it took the request, and then answers
 * it by itself: pages of the local stack that do not exist on AWS.
 */
export interface GatewayOptions extends AnswerOptions {
  readonly host: string
  readonly port: number
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean
  /** Told of each answer that was sent, with how long the request took. Must not throw. */
  readonly onAnswer?: (answer: AnswerReport) => void
}

/** A request that was answered. `requestId` is the one in the function's event. */
export interface AnswerReport {
  readonly requestId: string
  readonly request: IncomingMessage
  readonly reply: GatewayResponse
  readonly milliseconds: number
}

/**
 * A listening gateway. `url` has the real port and no slash at its end.
 * `close` frees the port, lets running requests finish for 1 s at most, and cuts the rest off.
 */
export interface Gateway {
  readonly url: string
  close(): Promise<void>
}

// Above the limit of API Gateway, so that a head between the two gets the gateway's own answer.
const NODE_MAX_HEADER_BYTES = 64 * 1024
const CLOSE_GRACE_MS = 1_000
const BODILESS_STATUSES = new Set([204, 304])

/**
 * Starts the local stand-in for an API Gateway HTTP API with payload format 2.0.
 * Resolves once it listens, and rejects with the error of the socket when the port is taken.
 * @throws Error when a route key is malformed or listed twice.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const answer = createAnswer(options)
  // Node counts a connection without any request yet as busy; browsers open such ahead of time.
  const unused = new Set<Socket>()
  const server = createServer({ maxHeaderSize: NODE_MAX_HEADER_BYTES }, (request, response) => {
    unused.delete(request.socket)
    // A closing server would else keep the connection until its keep-alive timeout.
    response.once('finish', () => {
      if (!server.listening) server.closeIdleConnections()
    })
    void serve(request, response)
  })
  server.on('connection', (socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('clientError', answerUnreadable)

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = createRequestId()
    const startedAt = performance.now()
    const finish = (reply: GatewayResponse) => {
      send(response, requestId, reply)
      const milliseconds = performance.now() - startedAt
      options.onAnswer?.({ requestId, request, reply, milliseconds })
    }
    try {
      if (options.intercept?.(request, response)) return
      finish(await answer(request, requestId))
    } catch (error) {
      options.onError?.(error)
      finish(toMessageResponse(500, 'Internal Server Error'))
    }
  }

  server.listen(options.port, options.host)
  await once(server, 'listening')
  return { url: toUrl(server, options.host), close: () => closeServer(server, unused) }
}

function toUrl(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return `http://${host}:${port}`
}

function send(response: ServerResponse, requestId: string, reply: GatewayResponse): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const setCookie: string | undefined = reply.headers['set-cookie']
  const cookies = setCookie === undefined ? reply.cookies : [setCookie, ...reply.cookies]
  response.writeHead(reply.statusCode, {
    ...reply.headers,
    ...(!BODILESS_STATUSES.has(reply.statusCode) && { 'content-length': reply.body.length }),
    ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
    'apigw-requestid': requestId,
  })
  response.end(reply.body)
}

/**
 * Answers what node could not parse: there is a socket, but no request and no response.
 * https://nodejs.org/api/http.html#event-clienterror
 */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
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
