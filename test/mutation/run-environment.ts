import type { ProvidedStack } from '../support/provided-stack.ts'

/** What the processes of Stryker read from the environment. */
export interface MutationRun {
  readonly stack: ProvidedStack
  /** Test files, from the root. */
  readonly tests: readonly string[]
  /** Keys of the mutants to run: see `keyOf`. Absent: all mutants run. */
  readonly sample?: readonly string[]
}

const VARIABLE = 'USER_API_MUTATION_RUN'

/** Makes a run known to the processes that this process starts from now on. */
export function writeRun(run: MutationRun): void {
  process.env[VARIABLE] = JSON.stringify(run)
}

/** @throws Error outside of `npm run mutate`. */
export function readRun(): MutationRun {
  const run = process.env[VARIABLE]
  if (!run) throw new Error('This file is for `npm run mutate`.')
  return JSON.parse(run)
}

/** Whether this process runs tests against mutants. */
export function isMutationRun(): boolean {
  return VARIABLE in process.env
}
