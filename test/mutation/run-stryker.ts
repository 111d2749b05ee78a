import { Stryker } from '@stryker-mutator/core'

/** A mutant and its `status`. Like that of `Mutant`, its location begins at line 0, column 0. */
export type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number]

/** A mutant runs as long as its tests run without it, half as long again, and this. */
const EXTRA_MS = 30_000

/** Runs the mutants of these files; `isSample` runs those of `MutationRun.sample` only. */
export async function runStryker(
  files: readonly string[],
  options: { readonly isSample: boolean; readonly isQuiet: boolean },
): Promise<MutantResult[]> {
  const stryker = new Stryker({
    mutate: [...files],
    testRunner: 'vitest',
    // Related tests are chosen by near-tests.ts: vitest does not see that drivers.ts loads handlers.
    vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
    plugins: ['@stryker-mutator/vitest-runner', './test/mutation/sample-checker.ts'],
    checkers: options.isSample ? ['sample'] : [],
    reporters: options.isQuiet ? [] : ['progress-append-only'],
    logLevel: 'error' as never,
    concurrency: 2,
    timeoutMS: EXTRA_MS,
    dryRunTimeoutMinutes: 30,
    // It would add a comment to each file, and vitest checks no types.
    disableTypeChecks: false,
    tempDirName: '.local/mutation',
    cleanTempDir: 'always',
    ignorePatterns: ['.local', 'docs/images', 'test/bench/peers/node_modules'],
    allowEmpty: true,
  })
  return (await stryker.runMutationTest()).map((result) => {
    const { start, end } = result.location
    return { ...result, location: { start: fromReported(start), end: fromReported(end) } }
  })
}

/** Stryker counts from 0, but from 1 in its reports. */
function fromReported({ line, column }: MutantResult['location']['start']) {
  return { line: line - 1, column: column - 1 }
}
