import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A response of AWS: XML, an object for JSON, or an error by its type. */
export type FakeResponse = string | object | { readonly error: string }

/** Responses by `<region> <service> <operation>`; for REST the operation is the path. */
export type FakeResponses = Readonly<Record<string, FakeResponse>>

/** An endpoint for AWS_ENDPOINT_URL, with responses in the form of AWS's API documentation. */
export interface FakeAws {
  readonly url: string
  /** The calls so far, as the responses are named. */
  readonly calls: string[]
  /** The bodies of these calls. */
  readonly bodies: string[]
  responses: FakeResponses
}

/** Starts an endpoint that ends with this process. A call without a response is denied. */
export async function startFakeAws(responses: FakeResponses = {}): Promise<FakeAws> {
  const calls: string[] = []
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const call = nameOf(request, body)
    calls.push(call)
    bodies.push(body)
    const found = aws.responses[call] ?? { error: 'AccessDeniedException' }
    const isError = typeof found === 'object' && 'error' in found
    response.statusCode = isError ? 400 : 200
    const json = isError ? { __type: found.error, message: `no ${call}` } : found
    response.end(typeof found === 'string' ? found : JSON.stringify(json))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const aws: FakeAws = { url, calls, bodies, responses }
  return aws
}

function nameOf({ headers, url = '' }: IncomingMessage, body: string): string {
  const [, , region, service] =
    /Credential=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split('/') ?? []
  const target = String(headers['x-amz-target'] ?? '').split('.')[1]
  const operation = target ?? new URLSearchParams(body).get('Action') ?? url
  return `${region} ${service} ${operation}`
}
