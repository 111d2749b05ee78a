import { enableCompileCache, isBuiltin, registerHooks } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'

// One execution environment: a thread with a function's bundle and environment of its own.

/** What the thread is started with. */
export interface ThreadData {
  /** URL of the bundle. */
  code: string
  functionName: string
  functionArn: string
  memorySize: number
}

/** One event for the function; JSON text, as the Lambda service hands it over. */
export interface Invocation {
  requestId: string
  /** Which invocation the function's calls to AWS are of: the SDKs send it along. */
  traceId: string
  payload: string
  /** Epoch ms at which the function is out of time. */
  deadline: number
}

/** What came of it: JSON text, or what was thrown. */
export type Outcome = { payload: string } | { error: { name: string; message: string } }

enableCompileCache(process.env.LOCAL_COMPILE_CACHE)
const data = workerData as ThreadData

// What a bundle does not contain is a package with native code: deployed, Lambda's own build of it
// lies beside the bundle; here it is the project's.
registerHooks({
  resolve: (specifier, context, next) => {
    const isOfBundle = context.parentURL?.startsWith(new URL('.', data.code).href)
    const isPackage = isOfBundle && !specifier.startsWith('.') && !isBuiltin(specifier)
    return next(specifier, isPackage ? { ...context, parentURL: import.meta.url } : context)
  },
})
const { handler } = await import(data.code)

parentPort?.on('message', async (invocation: Invocation) => {
  parentPort?.postMessage(await invoke(invocation))
})
parentPort?.postMessage('ready')

async function invoke(invocation: Invocation): Promise<Outcome> {
  const { requestId, traceId, payload, deadline } = invocation
  // As Lambda does, whether or not the function is traced.
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
    const answer = await handler(JSON.parse(payload), context)
    return { payload: JSON.stringify(answer) ?? 'null' }
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    return { error: { name, message } }
  }
}
