import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // CDK's template validator costs 1.9 s a synth; `npm run synth` keeps it on.
    env: { CDK_VALIDATION: 'false' },
    maxWorkers: 2,
    // Some tests start whole stacks, on machines that may be busy; what hangs still fails.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['test/**/*.test.ts'],
          // The bench's peers are installed below test/.
          exclude: ['test/e2e/**', '**/node_modules/**'],
          setupFiles: ['test/support/logged-lines.ts'],
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
      // Has a stack of its own, or a deployed one: `npm run e2e`.
      { extends: true, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'] } },
    ],
  },
})
