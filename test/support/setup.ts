import { inject } from 'vitest'
import { initialEnvironment } from './initial-environment.ts'
import { loggedLines, metricLines } from './logged-lines.ts'
import type { ProvidedStack } from './provided-stack.ts'

// Runs before each test file. The files of a worker share its modules and its environment, so each of them starts with
// the same environment and without cached feature flags.

const stack: ProvidedStack | undefined = inject('stack')

for (const name of Object.keys(process.env)) {
  if (!(name in initialEnvironment)) delete process.env[name]
}
Object.assign(process.env, initialEnvironment)

// For functions that are invoked directly: the variables of the template, and the operator's key.
// Permissions are tested over HTTP, where each function has its own key.
if (stack) {
  Object.assign(process.env, stack.environment, {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  })
  // Not loaded for other projects, because it loads the SDK.
  const { forgetFeatureFlags } = await import('../../shared/feature-flags/feature-flags.ts')
  forgetFeatureFlags()
}

loggedLines.length = 0
metricLines.length = 0
