import { defineConfig } from 'vitest/config'
import { useTemporaryFolder } from '../support/temporary-folder.ts'

useTemporaryFolder()

// The benchmarks that run in vitest: `npm run bench:costs`, `npm run bench:growth`.
// biome-ignore lint/style/noDefaultExport: vitest reads it.
export default defineConfig({
  test: {
    include: ['test/bench/**/*.bench.ts'],
    env: { CDK_VALIDATION: 'false' },
    setupFiles: ['test/support/setup.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    disableConsoleIntercept: true,
    testTimeout: 30 * 60_000,
  },
})
