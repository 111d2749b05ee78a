import { once } from 'node:events'
import { type Agent, type IncomingMessage, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { onTestFinished } from 'vitest'
import {
  type GatewayOptions,
  openGateway,
} from '../../../../../infra/local/services/api-gateway/gateway.ts'
import type { HttpApiOptions } from '../../../../../infra/local/services/api-gateway/handle-request.ts'

/** Stands in for the functions: it returns or throws the result of the invocation. */
export type TestHandler = (event: APIGatewayProxyEventV2, functionName: string) => unknown

/** Starts a gateway, by default with one route for every request. It is closed after the test. */
export async function startTestGateway(
  handler: TestHandler = () => 'ok',
  options: Partial<GatewayOptions & HttpApiOptions> = {},
) {
  const events: APIGatewayProxyEventV2[] = []
  const gateway = await openGateway({ host: '127.0.0.1', port: 0, ...options })
  onTestFinished(() => gateway.close())
  gateway.serve({
    routes: [{ routeKey: '$default', functionName: 'Everything' }],
    invoke: async (functionName, event) => {
      events.push(event)
      return await handler(event, functionName)
    },
    ...options,
  })
  return { ...gateway, port: Number(new URL(gateway.url).port), events }
}

/** Sends one request and returns the event of the function. */
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

/** Sends bytes that `fetch` would correct, and returns the whole response. */
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

/** Sends `GET /` with Node's own client, through an agent if the connection must be kept. */
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
