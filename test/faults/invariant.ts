import type { Evidence } from './evidence.ts'

/** A promise that holds whatever fails. */
export interface Invariant {
  readonly number: number
  readonly promise: string
  /** Describes each violation; empty when the promise is kept. */
  readonly violations: (evidence: Evidence) => string[] | Promise<string[]>
}
