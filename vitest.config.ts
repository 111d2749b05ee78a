import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/logged-lines.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // CDK's template validator costs 1.9 s a synth; `npm run synth` keeps it on.
    env: { CDK_VALIDATION: 'false' },
    maxWorkers: 2,
    // Cold starts on a busy machine; what hangs still fails.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
