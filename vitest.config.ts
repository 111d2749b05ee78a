import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // CDK's template validator costs 1.9 s a synth; `npm run synth` keeps it on.
    env: { CDK_VALIDATION: 'false' },
  },
})
