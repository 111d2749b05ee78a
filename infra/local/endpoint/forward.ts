import { Agent, type IncomingMessage, request } from 'node:http'
import { readBody } from '../http/read-body.ts'
import type { AwsCall, AwsResponse, Forward } from './aws-api.ts'

/** The emulator did not respond: it is not running, or it ended during the call. */
export class EmulatorUnreachableError extends Error {
  override readonly name = 'EmulatorUnreachableError'
}

/** Headers that are not forwarded: they belong to one connection, or each connection sets them. */
const perConnection = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'expect',
  'host',
  'content-length',
])

function withoutConnectionHeaders(rawHeaders: readonly string[]): string[] {
  const kept: string[] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2)
    if (!perConnection.has(name.toLowerCase())) kept.push(name, value)
  }
  return kept
}

/** Sends a call. Resolves when the response's status and headers have arrived, before its body is read. */
function send(agent: Agent, call: AwsCall, url: URL): Promise<IncomingMessage> {
  const headers = withoutConnectionHeaders(call.rawHeaders)
  headers.push('Host', url.host, 'Content-Length', String(call.body.length))
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const { method, path } = call
  const { hostname, port } = url
  const outgoing = request({ agent, hostname, port, method, path, headers }, resolve)
  let hasResponse = false
  outgoing.on('response', () => {
    hasResponse = true
  })
  outgoing.on('error', (error: NodeJS.ErrnoException) => {
    // The emulator closed an idle socket just as this call reused it, so it did not receive the call.
    const wasIdle = outgoing.reusedSocket && !hasResponse && error.code === 'ECONNRESET'
    if (wasIdle) resolve(send(agent, call, url))
    else reject(error)
  })
  outgoing.end(call.body)
  return promise
}

async function toAwsResponse(incoming: IncomingMessage): Promise<AwsResponse> {
  const body = await readBody(incoming)
  if (typeof body === 'string') throw new Error('the response ended before it was complete')
  const headers = withoutConnectionHeaders(incoming.rawHeaders)
  // A response to HEAD has a content-length but no body; a 204 has neither.
  const length = body.length > 0 ? String(body.length) : incoming.headers['content-length']
  if (length !== undefined) headers.push('Content-Length', length)
  return { statusCode: incoming.statusCode ?? 502, headers, body }
}

/**
 * Creates a function that forwards calls to the emulators, over connections that stay open. `close`
 * ends the connections and every call in progress.
 */
export function createForwarder(): { forward: Forward; close(): void } {
  const agent = new Agent({ keepAlive: true })
  return {
    forward: async (call, emulatorUrl) => {
      try {
        return await toAwsResponse(await send(agent, call, emulatorUrl))
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause)
        const message = `No response from ${emulatorUrl.host}: ${reason}`
        throw new EmulatorUnreachableError(message, { cause })
      }
    },
    close: () => agent.destroy(),
  }
}
