import type { RouteFigures } from './measure-rounds.ts'
import type { Phase } from './time-phases.ts'

/** The measurements of one local stack. */
export interface StackResult {
  readonly name: string
  /** From nothing to the first response, in order. */
  readonly start: readonly Phase[]
  /** Resident memory of all its processes in MB, before the rounds and right after them. */
  readonly restMb: number
  readonly loadedMb: number
  /** By the name of the route. */
  readonly routes: Readonly<Record<string, RouteFigures>>
  /** The phases from each save to a response of the new code. */
  readonly reloads: readonly (readonly Phase[])[]
}

/** One run of the benchmark. */
export interface LocalResult {
  /** Date, versions and machine. */
  readonly setting: string
  /** The load of the last minute before the rounds and after them, the benchmark's own included. */
  readonly load: readonly [before: number, after: number]
  readonly ours: StackResult
  readonly other: StackResult
  /** How long a request to the emulator takes longer through the front than without, in ms. */
  readonly frontMs: number
}
