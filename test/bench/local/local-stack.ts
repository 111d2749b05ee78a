import type { Driver } from '../../support/api-request.ts'
import type { Phase } from './time-phases.ts'

/** A local stack that runs this service, as the benchmark measures it. */
export interface LocalStack {
  readonly name: string
  /** From nothing to the first response, in order. */
  readonly start: readonly Phase[]
  /** Sends requests to its API. */
  readonly driver: Driver
  /** The id of its process; all others are child processes. */
  readonly pid: number
  /**
   * Saves a handler with a change, and applies it with the fastest means of this stack.
   * @returns the phases until a response can have the change.
   */
  save(change: HandlerChange): Promise<readonly Phase[]>
  stop(): Promise<void>
}

/** A change of a handler's file. */
export interface HandlerChange {
  readonly file: string
  readonly edit: (code: string) => string
}
