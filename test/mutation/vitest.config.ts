import { defineConfig } from 'vitest/config'
import { InGivenOrder } from './in-given-order.ts'
import { readRun } from './run-environment.ts'

// Runs the tests that `npm run mutate` chose for one folder. Stryker loads this file in its sandbox.
// biome-ignore lint/style/noDefaultExport: vitest reads it.
export default defineConfig({
  test: {
    include: [...readRun().tests],
    env: { CDK_VALIDATION: 'false' },
    setupFiles: ['test/support/setup.ts'],
    globalSetup: ['test/mutation/provide-stack.ts'],
    sequence: { sequencer: InGivenOrder },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
