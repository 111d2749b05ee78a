import { flushCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { type HandlerLocation, loadHandler } from './load-handler.ts'
import { describeThrown, followThrownErrors, type ThrownError } from './thrown-errors.ts'

// One execution environment: a worker thread with the code and the environment of one function.

/** The data that the thread starts with. */
export interface ThreadData extends HandlerLocation {
  functionName: string
  functionArn: string
  memorySize: number
  /** Maps stacks to sources, and reports errors in full. */
  errorsInFull: boolean
}

/** One event for the function, as JSON text like Lambda's. */
export interface Invocation {
  requestId: string
  /** SDKs send it with each AWS call, so that the call can be assigned to its invocation. */
  traceId: string
  payload: string
  timeoutMs: number
}

/**
 * The result of an invocation as JSON text, or the error that was thrown. Before it, any number of errors
 * in full.
 */
export type Outcome = { payload: string } | { error: { name: string; message: string } }
export type Reported = { thrown: ThrownError }

// Now, for the environments that start before this one ends. The handler is cached when this one ends, with
// the code that its events compiled.
flushCompileCache()
const data = workerData as ThreadData
if (data.errorsInFull) followThrownErrors(report)
const handler = await loadHandler(data)

parentPort?.on('message', async (invocation: Invocation) => {
  parentPort?.postMessage(await invoke(invocation))
})
parentPort?.postMessage('ready')

async function invoke(invocation: Invocation): Promise<Outcome> {
  const { requestId, traceId, payload, timeoutMs } = invocation
  const deadline = Date.now() + timeoutMs
  // Lambda sets this variable whether or not the function is traced.
  process.env._X_AMZN_TRACE_ID = traceId
  const context = {
    awsRequestId: requestId,
    functionName: data.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: data.functionArn,
    memoryLimitInMB: String(data.memorySize),
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  }
  try {
    const result = await handler(JSON.parse(payload), context)
    return { payload: JSON.stringify(result) ?? 'null' }
  } catch (error) {
    if (data.errorsInFull) report(describeThrown(error))
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    return { error: { name, message } }
  }
}

function report(thrown: ThrownError): void {
  parentPort?.postMessage({ thrown } satisfies Reported)
}
