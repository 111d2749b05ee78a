import type { FunctionContract } from '../function-contract.ts'

/** A worker's contract. The suffix of the worker's file names what invokes it: `.queue`, `.stream` or `.schedule`. */
export interface Worker extends FunctionContract {
  /** `.queue` only: the queue whose messages invoke the worker. */
  readonly queue?: 'attempts' | 'recoveries'
  /** `.stream` only: the worker is invoked when an item whose key has this prefix is inserted into the users table. */
  readonly keyPrefix?: string
  /** `.schedule` only: the minutes between two invocations. */
  readonly everyMinutes?: number
}

/** Declares a worker's contract. */
export function defineWorker(worker: Worker): Worker {
  return worker
}
