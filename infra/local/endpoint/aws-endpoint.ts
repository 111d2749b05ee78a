import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { foreignRequestReason } from '../http/foreign-request.ts'
import { readBody } from '../http/read-body.ts'
import type { PolicyDocument } from '../policies/policy.ts'
import { Access, type DecidedNeed, type FunctionPrincipal, type Principal } from './access.ts'
import type { AwsApi, AwsResponse, Need } from './aws-api.ts'
import { type Caller, readCaller } from './caller.ts'
import { createForwarder } from './forward.ts'
import { handleCall, type Outcome, type WrapCall } from './handle-call.ts'
import { foreignRequest, internalError, missingAuthentication } from './responses.ts'

/** One call, as reported to `onCall`. */
export interface CallReport {
  /** Undefined when the access key is unknown or missing. */
  readonly principal?: Principal
  /** The signing name, as in `dynamodb`. */
  readonly service?: string
  /** The API operation, as in `TransactWriteItems`; the IAM actions are in `needs`. */
  readonly operation?: string
  /** The permissions that the call needed, each once. */
  readonly needs: readonly Need[]
  /** The decision on each need; none for an operator. */
  readonly decisions: readonly DecidedNeed[]
  readonly allowed: boolean
  readonly statusCode: number
  /** From the last byte of the request to the complete response, including the emulator's time. */
  readonly milliseconds: number
  /** Capacity units of DynamoDB. */
  readonly consumedCapacity?: number
  /** `X-Amzn-Trace-Id`: SDKs send the trace id of the invocation in which they make the call. */
  readonly traceId?: string
}

/** How to start the endpoint. */
export interface AwsEndpointOptions {
  /** An IP address. With a host name, the S3 client would call `bucket.hostname`, which DNS does not know. */
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  readonly account: string
  /** The region of the stack. */
  readonly region: string
  /** Callers by access key id: letters and digits only, as DynamoDB Local requires. Later changes take effect. */
  readonly principals: Map<string, Principal>
  readonly apis: readonly AwsApi[]
  /** Called once per call, after its response was written. Must not throw. */
  readonly onCall?: (report: CallReport) => void
  readonly wrapCall?: WrapCall
}

/** A running endpoint. */
export interface AwsEndpoint {
  /** The value for `AWS_ENDPOINT_URL`. */
  readonly url: string
  /** Replaces a function's policies from the next call on. @throws UnsupportedPolicyError, without a change. */
  replacePolicies(functionName: string, policies: readonly PolicyDocument[]): void
  /** Replaces all functions, by access key. @throws UnsupportedPolicyError, without a change. */
  replaceFunctions(functions: ReadonlyMap<string, FunctionPrincipal>): void
  /** Frees the port and ends the calls in progress. */
  close(): Promise<void>
}

function write(response: ServerResponse, { statusCode, headers, body }: AwsResponse): void {
  response.writeHead(statusCode, [...headers])
  response.end(body)
}

/**
 * Starts the HTTP endpoint that replaces AWS locally. It identifies the caller by the access key, denies calls
 * that the caller's policies do not allow, and lets the emulators perform the others.
 * @throws UnsupportedPolicyError when a function's policy cannot be evaluated.
 */
export async function startAwsEndpoint(options: AwsEndpointOptions): Promise<AwsEndpoint> {
  const { host, port, account, region, principals, onCall, wrapCall } = options
  const apis = new Map(options.apis.map((api) => [api.signingName, api]))
  const contextKeys = options.apis.flatMap((api) => api.contextKeys)
  const access = new Access({ account, principals, contextKeys, services: [...apis.keys()] })
  const { forward, close } = createForwarder()

  function handle(
    request: IncomingMessage,
    caller: Caller | undefined,
    body: Buffer,
  ): Outcome | Promise<Outcome> {
    const foreign = foreignRequestReason(request)
    if (foreign) {
      return { needs: [], decisions: [], allowed: false, response: foreignRequest(foreign) }
    }
    if (!caller) {
      return { needs: [], decisions: [], allowed: false, response: missingAuthentication() }
    }
    const { method = '', url: path = '', headers, rawHeaders } = request
    const call = { method, path, headers, rawHeaders, body, caller, account, region }
    return handleCall({ access, apis, forward, wrapCall }, call)
  }

  async function serve(request: IncomingMessage, serverResponse: ServerResponse): Promise<void> {
    const body = await readBody(request)
    // The client left before the end of its request.
    if (typeof body === 'string') return
    const start = performance.now()
    const caller = readCaller(request.headers, request.url ?? '')
    const { response, ...outcome } = await handle(request, caller, body)
    const milliseconds = performance.now() - start
    if (!response) {
      request.socket.destroy()
      return
    }
    write(serverResponse, response)
    const { statusCode, consumedCapacity } = response
    const traceId = request.headers['x-amzn-trace-id']?.toString()
    const service = caller?.service
    onCall?.({ ...outcome, service, statusCode, milliseconds, consumedCapacity, traceId })
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else write(response, internalError(error))
    })
  })
  // No timeout. Otherwise a connection could time out just as an SDK reuses it, and the call would fail.
  server.keepAliveTimeout = 0
  server.listen(port, host)
  await once(server, 'listening')
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    replacePolicies: (functionName, policies) => access.replacePolicies(functionName, policies),
    replaceFunctions: (functions) => access.replaceFunctions(functions),
    close: async () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      // The callback is also called, with an error, when the server is closed already.
      server.close(() => resolve())
      server.closeAllConnections()
      close()
      await promise
    },
  }
}
