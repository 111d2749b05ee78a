import type { FunctionContract } from '../function-contract.ts'

/** A worker's contract. The suffix of its file says what invokes it: `.queue`, `.stream` or `.schedule`. */
export interface Worker extends FunctionContract {
  /** `.queue` only: the queue whose messages invoke it. */
  readonly queue?: 'attempts' | 'recoveries'
  /** `.stream` only: the prefix of the keys whose insertion invokes it. */
  readonly keyPrefix?: string
  /** `.schedule` only: the minutes between two runs. */
  readonly everyMinutes?: number
}

/** Declares a worker's contract. */
export function defineWorker(worker: Worker): Worker {
  return worker
}
