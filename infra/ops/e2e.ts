import { resolve } from 'node:path'
import type { Command } from 'commander'
import { examples, outputsOption } from './options.ts'
import { readOutputs } from './read-outputs.ts'
import { runE2eSuite } from './run-e2e-suite.ts'

/** `npm run e2e`: every route and every worker of a stack, from outside. */
export function defineE2e(command: Command): Command {
  return command
    .description(
      'Walks every route and every worker of a stack over HTTP, with accounts that it opens and deletes. A deployed stack needs AWS credentials, for its queue and tables.',
    )
    .addOption(outputsOption('a local stack of its own, in memory'))
    .option('--json', 'the report of the test runner as JSON')
    .addHelpText('after', examples('npm run e2e', 'npm run e2e -- --outputs outputs.json'))
    .action(e2e)
}

async function e2e({ outputs: file, json }: { outputs?: string; json?: boolean }): Promise<void> {
  if (file !== undefined) readOutputs(file)
  const passed = await runE2eSuite({
    reporter: json ? 'json' : 'verbose',
    writesTo: 'stdout',
    environment: file === undefined ? undefined : { E2E_OUTPUTS: resolve(file) },
  })
  if (!passed) throw new Error('Not all of it passed: see above.')
}
