import { resolve } from 'node:path'
import type { Command } from 'commander'
import { addStackOptions, examples } from './options.ts'
import { announceStack, readStack } from './read-outputs.ts'
import { runE2eSuite } from './run-e2e-suite.ts'

/** `npm run e2e`: runs the end-to-end tests of every route and worker against a stack. */
export function defineE2e(command: Command): Command {
  return addStackOptions(command, 'a new local stack in memory')
    .description(
      'Tests every route and every worker of a stack over HTTP, with accounts that it creates and deletes. A deployed stack needs AWS credentials, for its queue and tables.',
    )
    .option('--json', 'print the report of the test runner as JSON')
    .addHelpText('after', examples('npm run e2e', 'npm run e2e -- --stage dev'))
    .action(e2e)
}

async function e2e({ outputs: file, json }: { outputs?: string; json?: boolean }): Promise<void> {
  if (file !== undefined) {
    const stack = readStack(file)
    if (!stack.outputs.AwsEndpointUrl) announceStack(stack)
  }
  const passed = await runE2eSuite({
    reporter: json ? 'json' : 'verbose',
    writesTo: 'stdout',
    environment: file === undefined ? undefined : { E2E_OUTPUTS: resolve(file) },
  })
  if (!passed) throw new Error('Some tests failed: see above.')
}
