import type { FunctionContract } from '../function-contract.ts'

/** A worker's contract. What wakes it is its file's suffix: `.queue`, `.stream` or `.schedule`. */
export interface Worker extends FunctionContract {
  /** Of a `.stream`: the prefix of the keys whose insertion wakes it. */
  readonly keyPrefix?: string
  /** Of a `.schedule`: how often it runs. */
  readonly everyMinutes?: number
}

/** Declares a worker's contract. */
export function defineWorker(worker: Worker): Worker {
  return worker
}
