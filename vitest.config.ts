import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/logged-lines.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // CDK's template validator costs 1.9 s a synth; `npm run synth` keeps it on.
    env: { CDK_VALIDATION: 'false' },
    maxWorkers: 2,
    // Some tests start whole stacks, on machines that may be busy; what hangs still fails.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
