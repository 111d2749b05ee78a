import type { LoadedFunction, LoadedFunctions, LoadedWorker } from '../functions/load-functions.ts'
import type { Durations } from './demands.ts'
import type { MemoryMb, Tuned } from './memory.ts'

const DEFAULT_MB = 512
/** Assumption for a function that was not measured, in seconds. */
const ASSUMED_SECONDS = 0.05

/** Returns how long warm invocations take (the measured p50) with the memory in the functions' contracts. */
export function durationsOf({ routes, workers }: LoadedFunctions, tuned: Tuned): Durations {
  const secondsOf = (loaded?: LoadedFunction) => {
    const memoryMb = (loaded?.contract.memoryMb ?? DEFAULT_MB) as MemoryMb
    const p50 = tuned.functions[loaded?.id ?? '']?.[memoryMb]?.p50
    return p50 === undefined ? ASSUMED_SECONDS : p50 / 1000
  }
  return {
    request: (key) => secondsOf(routes.find(({ routeKey }) => routeKey === key)),
    batch: secondsOf(workers.find(recordsAttempts)),
  }
}

/** Not the worker of the other queue, which sends SMS. */
function recordsAttempts(worker: LoadedWorker): boolean {
  return worker.trigger === 'queue' && worker.contract.queue === 'attempts'
}
