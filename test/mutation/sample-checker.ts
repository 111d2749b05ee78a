import { keyOf, type Mutant } from './list-mutants.ts'
import { readRun } from './run-environment.ts'

/** Lets Stryker run the sampled mutants only. It reports the others as compile errors. */
const sampleChecker = {
  init: () => Promise.resolve(),
  check: (mutants: readonly Mutant[]) => {
    const sample = new Set(readRun().sample)
    const results = mutants.map((mutant) => [
      mutant.id,
      sample.has(keyOf(mutant)) ? { status: 'passed' } : NOT_SAMPLED,
    ])
    return Promise.resolve(Object.fromEntries(results))
  },
}
const NOT_SAMPLED = { status: 'compileError', reason: 'not sampled' }

export const strykerPlugins = [{ kind: 'Checker', name: 'sample', value: sampleChecker }]
