import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AwsApi } from '../endpoint/aws-api.ts'
import type { ConsolePart } from '../pages/console-part.ts'
import type { Created } from '../template/resolve-template.ts'
import type { Place, ResourceTypes } from '../template/resource-type.ts'
import type { Resource } from '../template/template.ts'
import type { ChangeResponse } from './api-gateway/to-response.ts'

/**
 * One AWS service of the local stack. The service's folder has everything about it: the CloudFormation types and
 * their attributes, its API with the permissions that each call needs, and where its data is stored.
 */
export interface Service {
  /** The CloudFormation types of the service. The stack does not start with a type that no service has. */
  readonly types: ResourceTypes
  /** The types whose resources an update may add, change and remove while the stack runs. */
  readonly updatable?: readonly string[]
  /** Starts parts that need no template, such as DynamoDB Local. Runs while the app is synthesized. */
  readonly start?: (context: ServiceContext) => StartedService | Promise<StartedService>
}

/** A service that has started: `create` is called first, then `run`. */
export interface StartedService {
  /** The service's API at the AWS endpoint. */
  readonly api?: AwsApi
  /** The URL at which the HTTP API and the console are served. */
  readonly apiUrl?: string
  /** The URL of the HTTP API for other devices of the network. */
  readonly publicUrl?: string
  /**
   * Creates resources whose attributes are not known before. Called with the resources of the service's
   * types; these may refer to resources that earlier services have created.
   */
  create?(resources: readonly Resource[], place: Place): Created | Promise<Created>
  /** Starts servers and event sources. Called with all resources of the template. */
  run?(resources: readonly Resource[], context: RunContext): ConsolePart | Promise<ConsolePart>
  /**
   * Applies changed resources of the updatable types to the servers that run.
   * @throws Error that names a resource that cannot run locally. Then nothing has changed.
   */
  update?(resources: readonly Resource[], context: Pick<RunContext, 'invoke'>): void
}

/** The parts of the local stack that a service may use from the start. */
export interface ServiceContext {
  /** The address on which every server but the HTTP API listens. */
  readonly host: string
  /** The address on which the HTTP API listens. */
  readonly apiHost: string
  /** The port of the HTTP API; 0 picks a free one. */
  readonly port: number
  /** Where data is kept; in memory when absent. */
  readonly dataFolder?: string
  /** Whether events end at the timeouts of functions and API. */
  readonly timeouts: boolean
  /** The clock of caches, epoch ms. */
  readonly now: () => number
  /** A service adds a callback for everything that it starts and that must be ended. */
  readonly cleanup: AsyncDisposableStack
  /** Starts an emulator that several services share, such as fauxqs. Only the first call starts it. */
  readonly share: <T>(start: (context: ServiceContext) => Promise<T>) => Promise<T>
  /** Sends an event to the open consoles. */
  readonly publish: (type: string, entry: unknown) => void
  /** Serves a page of the console. Returns false when the request is for the API. */
  readonly servePage: (request: IncomingMessage, response: ServerResponse) => boolean
  readonly changeResponse?: ChangeResponse | undefined
  readonly onResponse: (report: ResponseReport) => void
  readonly onLog: LogSink
}

/** The parts of the local stack that a service may use once functions can be invoked. */
export interface RunContext {
  readonly place: Place
  /** The URL of the HTTP API. */
  readonly apiUrl: string
  readonly invoke: Invoke
  /** The functions, each with the access key of its role. */
  readonly functions: readonly { readonly name: string; readonly accessKeyId: string }[]
  /** Returns the console's name for a function. */
  readonly labelOf: (functionName: string) => string
}

/** Called with each log line of a function. */
export type LogSink = (functionName: string, line: string) => void

/**
 * Invokes a function with an event and returns its result. The function's AWS calls carry the trace id.
 * @throws FunctionFailedError when the function threw, timed out or died.
 * @throws UnknownFunctionError when no function has this name.
 */
export type Invoke = (functionName: string, event: unknown, traceId?: string) => Promise<unknown>

/** A request to the HTTP API and its response. `requestId` is also in the function's event. */
export interface ResponseReport {
  readonly requestId: string
  readonly request: IncomingMessage
  readonly response: {
    readonly statusCode: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: Buffer
  }
  readonly milliseconds: number
}
