import type { ConsoleOptions } from './console/console-options.ts'
import type { CallReport } from './endpoint/aws-endpoint.ts'
import type { WrapCall } from './endpoint/handle-call.ts'
import type { ConsolePart } from './pages/console-part.ts'
import type { PolicyDocument } from './policies/policy.ts'
import type { ChangeResponse } from './services/api-gateway/to-response.ts'
import type { DescribedFunction } from './services/lambda/functions/describe-functions.ts'
import type { LogSink } from './services/service.ts'
import type { Assembly } from './template/read-assembly.ts'

/** How to start a local stack. */
export interface LocalStackOptions {
  /** The output of `cdk synth`. While a promise for it is pending, DynamoDB Local and fauxqs start. */
  readonly assembly: Assembly | Promise<Assembly>
  /** The stack to run, when the assembly has several. */
  readonly stackName?: string
  /** Port of the HTTP API and the console. @default 0, any free port */
  readonly port?: number
  /**
   * The address on which the API listens. `0.0.0.0` lets other devices of the network use it; everything
   * else, also the console, stays on this machine. @default 127.0.0.1
   */
  readonly apiHost?: '127.0.0.1' | '0.0.0.0'
  /** Lets other devices and pages of any origin read the SMS, at `/_local/sms?key=<sharedKey>`. */
  readonly sharedKey?: string
  /** Where tables, objects, messages and compiled code of the functions are kept. @default in memory */
  readonly dataFolder?: string
  /**
   * A folder with packages that the functions' code does not contain, such as the AWS SDK of Lambda's
   * runtime. @default the working directory
   */
  readonly packagesFolder?: string
  /** Returns values that replace environment variables of the template, by function name. */
  readonly environment?: (functionName: string) => Readonly<Record<string, string>>
  /** Called with each log line of a function. */
  readonly onLog?: LogSink
  /**
   * Maps the stacks of functions to their sources, and logs each error that ends an invocation in full: its
   * message, causes and properties. Functions report errors that they handle themselves on the diagnostics
   * channel `lambda:thrown`, as `{ error, expected }`; expected ones are not logged. @default false
   */
  readonly errorsInFull?: boolean
  /** Ends events at the timeouts of functions and API. Turn it off to debug functions. @default true */
  readonly timeouts?: boolean
  /** Changes each response of the HTTP API before it is sent. @default unchanged */
  readonly changeResponse?: ChangeResponse
  /** Called with each AWS call of a function. */
  readonly onCall?: (report: CallReport) => void
  /** Wraps each allowed AWS call, so that tests can inject faults. */
  readonly wrapCall?: WrapCall
  /** The clock of the CDN's caches, epoch ms. Tests move it. @default Date.now */
  readonly now?: () => number
  readonly console?: ConsoleOptions
  /** Returns pages and state that the app adds to the console. Called once the stack runs. */
  readonly extendConsole?: (stack: LocalStack, publish: Publish) => ConsolePart
  /** Called with each phase of the start; runs `work` and may measure its time. */
  readonly measure?: <T>(phase: string, work: () => Promise<T>) => Promise<T>
}

/** Sends an event to the open consoles. */
type Publish = (type: string, entry: unknown) => void

/** A stack that runs on this machine. */
export interface LocalStack {
  readonly stackName: string
  readonly region: string
  /** URL of the HTTP API; its console is at `/_local`. */
  readonly apiUrl: string
  /** URL of the HTTP API for other devices of the network; `apiUrl` when they cannot use it. */
  readonly publicUrl: string
  /** The outputs by name, as `cdk deploy --outputs-file` writes them, and `AwsEndpointUrl`. */
  readonly outputs: Readonly<Record<string, string>>
  /** The functions as of the last update. */
  readonly functions: readonly DescribedFunction[]
  /**
   * Applies a new synthesis of the app: functions, their environment and permissions, routes, throttles.
   * Data stays, and events in progress end with the old code. Code that has changed in the same folder
   * needs `replaceEnvironments` in addition.
   * @throws RestartNeededError when other resources differ, or Error when the app cannot run locally.
   * Then nothing has changed.
   */
  update(assembly: Assembly): Promise<void>
  /** Replaces the policies of a function's role, from its next call on. */
  replacePolicies(functionName: string, policies: readonly PolicyDocument[]): void
  /**
   * Replaces the environments of some functions, or of all: each ends after its current event, later
   * events start new ones.
   */
  replaceEnvironments(functionNames?: readonly string[]): Promise<void>
  /** Ends the environments of a function as if they had crashed. */
  crash(functionName: string): Promise<void>
  /** Returns the bytes of memory in use by each environment, by function name. */
  memoryInUse(): Promise<Record<string, number[]>>
  /** Ends everything that was started. */
  stop(): Promise<void>
}
