import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PolicyDocument } from '../iam/policy.ts'
import { Access, type DecidedNeed, type Principal } from './access.ts'
import { type AroundCall, answerCall, type Outcome } from './answer-call.ts'
import { type Caller, readCaller } from './caller.ts'
import { createForwarder } from './forward.ts'
import { readBody } from './read-body.ts'
import { internalError, missingAuthentication } from './replies.ts'
import type { AwsReply, AwsService, Need } from './service.ts'

/** One call, as reported to `onCall`: for the usage report and the console. */
export interface CallReport {
  /** Undefined when the access key is unknown or missing. */
  readonly principal?: Principal
  /** The signing name, as in `dynamodb`. */
  readonly service?: string
  /** The API operation, as in `TransactWriteItems`; the IAM actions are in `needs`. */
  readonly operation?: string
  /** The permissions that the call needed, each once. */
  readonly needs: readonly Need[]
  /** What the caller's policies said to each need; none for an operator. */
  readonly decisions: readonly DecidedNeed[]
  readonly allowed: boolean
  readonly statusCode: number
  /** From the last byte of the request until the answer is complete, the emulator included. */
  readonly milliseconds: number
  /** Capacity units of DynamoDB. */
  readonly consumedCapacity?: number
  /** `X-Amzn-Trace-Id`, by which the SDKs tell on whose behalf they call. */
  readonly traceId?: string
}

/** How to start the endpoint. */
export interface AwsEndpointOptions {
  /** An IP address: with a host name, the S3 client would look up `bucket.hostname`. */
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  readonly account: string
  /** The region of the stack. */
  readonly region: string
  /** By access key id: letters and digits only, or DynamoDB Local refuses it. Read live. */
  readonly principals: Map<string, Principal>
  /** By signing name. */
  readonly services: Readonly<Record<string, AwsService>>
  /** Called once per call, after its answer was written. Must not throw. */
  readonly onCall?: (report: CallReport) => void
  /** Stands around every allowed call: how tests inject faults. */
  readonly aroundCall?: AroundCall
}

/** A running endpoint. */
export interface AwsEndpoint {
  /** The value for `AWS_ENDPOINT_URL`. */
  readonly url: string
  /** Takes effect with the next call. @throws UnsupportedPolicyError, and then changes nothing. */
  replacePolicies(functionName: string, policies: readonly PolicyDocument[]): void
  /** Frees the port and ends the calls under way. */
  close(): Promise<void>
}

function write(response: ServerResponse, { statusCode, headers, body }: AwsReply): void {
  response.writeHead(statusCode, [...headers])
  response.end(body)
}

/**
 * Starts the one HTTP endpoint that stands for AWS: it knows the caller by its access key, denies
 * what the caller's policies do not allow, and has the emulators perform the rest.
 * @throws UnsupportedPolicyError when a function's policy cannot be evaluated.
 */
export async function startAwsEndpoint(options: AwsEndpointOptions): Promise<AwsEndpoint> {
  const { host, port, account, region, principals, services, onCall, aroundCall } = options
  const contextKeys = Object.values(services).flatMap((service) => service.contextKeys)
  const access = new Access({ account, principals, contextKeys, services: Object.keys(services) })
  const { forward, close } = createForwarder()

  function answer(
    request: IncomingMessage,
    caller: Caller | undefined,
    body: Buffer,
  ): Outcome | Promise<Outcome> {
    if (!caller) return { needs: [], decisions: [], allowed: false, reply: missingAuthentication() }
    const { method = '', url: path = '', headers, rawHeaders } = request
    const call = { method, path, headers, rawHeaders, body, caller, account, region }
    return answerCall({ access, services, forward, aroundCall }, call)
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    const start = performance.now()
    const caller = readCaller(request.headers, request.url ?? '')
    const { reply, ...outcome } = await answer(request, caller, body)
    const milliseconds = performance.now() - start
    if (!reply) {
      request.socket.destroy()
      return
    }
    write(response, reply)
    const { statusCode, consumedCapacity } = reply
    const traceId = request.headers['x-amzn-trace-id']?.toString()
    const service = caller?.service
    onCall?.({ ...outcome, service, statusCode, milliseconds, consumedCapacity, traceId })
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else write(response, internalError(error))
    })
  })
  // An SDK that reuses a connection just as it times out would see a reset: never time out.
  server.keepAliveTimeout = 0
  server.listen(port, host)
  await once(server, 'listening')
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    replacePolicies: (functionName, policies) => access.replacePolicies(functionName, policies),
    close: async () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      // The callback also comes, with an error, when the server is closed already.
      server.close(() => resolve())
      server.closeAllConnections()
      close()
      await promise
    },
  }
}
