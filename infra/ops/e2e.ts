import { resolve } from 'node:path'
import { type Outputs, readOutputs } from './read-outputs.ts'
import { runCommand, UsageError } from './run-command.ts'
import { runE2eSuite } from './run-e2e-suite.ts'

// `npm run e2e`: every route and every worker of a stack, from outside.

await runCommand({
  usage: `npm run e2e -- [--outputs <file>]

  Walks every route and every worker of a stack over HTTP, with accounts that it opens and deletes.

  --outputs <file>  the outputs of a stack that runs: a deployed one needs AWS credentials, for its
                    queue and tables; when absent, a local one is started in memory`,
  options: { outputs: { type: 'string' } },
  run: async (positionals, { outputs: file }) => {
    if (positionals.length > 0) throw new UsageError('Give options only.')
    const environment = file === undefined ? undefined : { E2E_OUTPUTS: checked(file) }
    const passed = await runE2eSuite({ reporter: 'verbose', writesTo: 'stdout', environment })
    if (!passed) process.exitCode = 1
  },
})

/** The file's full path. */
function checked(file: string): string {
  if (!read(file).ApiUrl) throw new UsageError(`${file} names no ApiUrl.`)
  return resolve(file)
}

function read(file: string): Outputs {
  try {
    return readOutputs(file)
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
