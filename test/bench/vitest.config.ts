import shared from '../../vitest.config.ts'

// What is run by a command of its own and prints figures: `npm run costs`, `npm run bench:growth`.
// biome-ignore lint/style/noDefaultExport: vitest reads it.
export default {
  ...shared,
  test: {
    ...shared.test,
    include: ['test/bench/**/*.bench.ts'],
    disableConsoleIntercept: true,
    testTimeout: 30 * 60_000,
  },
}
