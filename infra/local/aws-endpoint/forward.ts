import { Agent, type IncomingMessage, request } from 'node:http'
import { readBody } from './read-body.ts'
import type { AwsCall, AwsReply, Forward } from './service.ts'

/** The emulator did not answer: it is not running, or it went away during the call. */
export class EmulatorUnreachableError extends Error {
  override readonly name = 'EmulatorUnreachableError'
}

/** Headers about one connection only, and those that are set anew for the next. */
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

/** Resolves with the head of the answer, whose body is still to be read. */
function send(agent: Agent, call: AwsCall, url: URL): Promise<IncomingMessage> {
  const headers = withoutConnectionHeaders(call.rawHeaders)
  headers.push('Host', url.host, 'Content-Length', String(call.body.length))
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const { method, path } = call
  const { hostname, port } = url
  const outgoing = request({ agent, hostname, port, method, path, headers }, resolve)
  let isAnswered = false
  outgoing.on('response', () => {
    isAnswered = true
  })
  outgoing.on('error', (error: NodeJS.ErrnoException) => {
    // The emulator closed an idle socket just as it was taken, and saw nothing of the call.
    const wasIdle = outgoing.reusedSocket && !isAnswered && error.code === 'ECONNRESET'
    if (wasIdle) resolve(send(agent, call, url))
    else reject(error)
  })
  outgoing.end(call.body)
  return promise
}

async function toReply(answer: IncomingMessage): Promise<AwsReply> {
  const body = await readBody(answer)
  const headers = withoutConnectionHeaders(answer.rawHeaders)
  // An answer to HEAD tells the length of a body that it does not carry, a 204 tells none.
  const length = body.length > 0 ? String(body.length) : answer.headers['content-length']
  if (length !== undefined) headers.push('Content-Length', length)
  return { statusCode: answer.statusCode ?? 502, headers, body }
}

/**
 * The way to the emulators, over connections that are kept open. `close` ends them and every call
 * that is under way.
 */
export function createForwarder(): { forward: Forward; close(): void } {
  const agent = new Agent({ keepAlive: true })
  return {
    forward: async (call, emulatorUrl) => {
      try {
        return await toReply(await send(agent, call, emulatorUrl))
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause)
        throw new EmulatorUnreachableError(`No answer from ${emulatorUrl.host}: ${reason}`, {
          cause,
        })
      }
    },
    close: () => agent.destroy(),
  }
}
