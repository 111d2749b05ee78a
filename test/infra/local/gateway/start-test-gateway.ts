import { once } from 'node:events'
import { type Agent, type IncomingMessage, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { onTestFinished } from 'vitest'
import { type GatewayOptions, startGateway } from '../../../../infra/local/gateway/gateway.ts'

/** Stands for the functions: what it returns or throws is what the invocation comes to. */
export type TestHandler = (event: APIGatewayProxyEventV2, functionName: string) => unknown

/** One route that takes everything, unless told otherwise; closed when the test is finished. */
export async function startTestGateway(
  handler: TestHandler = () => 'ok',
  options: Partial<GatewayOptions> = {},
) {
  const events: APIGatewayProxyEventV2[] = []
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    routes: [{ routeKey: '$default', functionName: 'Everything' }],
    invoke: async (functionName, event) => {
      events.push(event)
      return await handler(event, functionName)
    },
    ...options,
  })
  onTestFinished(() => gateway.close())
  return { ...gateway, port: Number(new URL(gateway.url).port), events }
}

/** Sends one request and hands back the event the function got for it. */
export async function captureEvent(
  path: string,
  init: RequestInit = {},
  routeKey = '$default',
): Promise<APIGatewayProxyEventV2> {
  const routes = [{ routeKey, functionName: 'Captured' }]
  const { url, events } = await startTestGateway(undefined, { routes })
  const response = await fetch(`${url}${path}`, init)
  await response.arrayBuffer()
  return requireFirst(events)
}

/** Writes bytes as they are, for what `fetch` would put in order; resolves to all that came back. */
export async function exchange(port: number, ...parts: (string | Uint8Array)[]): Promise<string> {
  const socket = await openSocket(port)
  for (const part of parts) socket.write(part)
  return await text(socket)
}

export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => {
    socket.destroy()
  })
  await once(socket, 'connect')
  return socket
}

/** `GET /` by node's own client, through an agent when the connection is to be kept. */
export async function get(port: number, agent?: Agent): Promise<IncomingMessage> {
  const outgoing = request({ port, host: '127.0.0.1', ...(agent && { agent }) }).end()
  const [response]: IncomingMessage[] = await once(outgoing, 'response')
  return requireFirst([response])
}

export function requireFirst<Item>(items: readonly (Item | undefined)[]): Item {
  const [first] = items
  if (first === undefined) throw new Error('nothing came')
  return first
}
