import type { Evidence } from './evidence.ts'

/** A promise that is kept whatever fails, by its number in the list of them. */
export interface Invariant {
  readonly number: number
  readonly promise: string
  /** What breaks it, in words; nothing when it is kept. */
  readonly violations: (evidence: Evidence) => string[] | Promise<string[]>
}
