import { extname } from 'node:path'
import { createInterface } from 'node:readline'
import { Worker } from 'node:worker_threads'
import type { FunctionDescription } from './describe-functions.ts'
import type { ThreadData } from './function-thread.ts'

/** What a thread has in addition to its function. */
export interface ThreadOptions extends Pick<ThreadData, 'packagesFolder' | 'errorsInFull'> {
  /** The folder in which Node keeps compiled code. */
  readonly compileCache: string
  /** Called with each line of the function's output. */
  readonly log: (line: string) => void
}

const THREAD_FILE = new URL(`./function-thread${extname(import.meta.url)}`, import.meta.url)
/**
 * With the compile cache, a thread reads its TypeScript files as JavaScript. A thread that converts them takes 9 MB
 * and 45 ms of CPU more.
 */
const startWith = (compileCache: string) =>
  `require('node:module').enableCompileCache(${JSON.stringify(compileCache)}); import(${JSON.stringify(THREAD_FILE.href)})`
/** V8's default of 48 MB per thread serves throughput; a stack has dozens of threads. */
const YOUNG_GENERATION_MB = 8

/** Starts a thread with the code and the environment of one function. */
export function startThread(
  { name, arn, folder, handler, memoryMb, environment }: FunctionDescription,
  { packagesFolder, errorsInFull, compileCache, log }: ThreadOptions,
): Worker {
  const location = { folder, handler, packagesFolder }
  const limits = { functionName: name, functionArn: arn, memorySize: memoryMb }
  const thread = new Worker(startWith(compileCache), {
    eval: true,
    workerData: { ...location, ...limits, errorsInFull } satisfies ThreadData,
    env: { ...environment },
    resourceLimits: {
      maxOldGenerationSizeMb: memoryMb,
      maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
    },
    stdout: true,
    stderr: true,
  })
  thread.on('error', (error) => log(`The environment died: ${error.message}`))
  for (const input of [thread.stdout, thread.stderr]) createInterface({ input }).on('line', log)
  return thread
}
