import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { runProgram } from '../../../infra/programs/run-program.ts'
import { type ResourceEvent, toEvents } from '../cdk.ts'
import { PREFLIGHT_GAPS } from '../emulator-gaps.ts'
import { readCommands, readTypeScript } from './documented-commands.ts'
import { copyProject } from './project-copy.ts'

const DOCUMENT = resolve(import.meta.dirname, '../../../docs/operations.md')
const SECTION = 'First deployment'
// The emulator gets the template of another app (app.ts), which cdk-nag does not check.
const SYNTHESIZE_REAL_APP =
  "npm run synth -- -c stage=prod --app 'node infra/launch.mjs infra/app.ts'"

/** Where the commands run. */
export interface OperationsOptions {
  readonly environment: NodeJS.ProcessEnv
  /** The folder for the copy of the project. It must not exist yet. */
  readonly folder: string
  readonly logs: string
}

/** The commands that were run, and what they made. */
export interface FollowedOperations {
  readonly commands: readonly string[]
  /** The resource events of all deployments. */
  readonly events: readonly ResourceEvent[]
  /** The outputs that the deployment wrote. */
  readonly outputsFile: string
}

/**
 * Does the first deployment as docs/operations.md says: fills in its values, synthesizes the app that is deployed to AWS,
 * and runs the commands as they are written.
 * @throws Error with the last lines of a command that fails.
 */
export async function followOperations(options: OperationsOptions): Promise<FollowedOperations> {
  const markdown = await readFile(DOCUMENT, 'utf8')
  const commands = readCommands(markdown, SECTION)
  await copyProject(options.folder, readTypeScript(markdown, SECTION))
  await run(SYNTHESIZE_REAL_APP, options)
  const events: ResourceEvent[] = []
  for (const command of commands) {
    const output = await run(command, options)
    if (command.startsWith('npm run deploy')) events.push(...toEvents(output))
  }
  return { commands, events, outputsFile: join(options.folder, 'outputs.prod.json') }
}

async function run(
  command: string,
  { environment, folder, logs }: OperationsOptions,
): Promise<string> {
  const { output, code } = await runProgram('sh', ['-c', command], {
    env: environment,
    cwd: folder,
    logFile: join(logs, 'operations.log'),
  })
  // The emulator lacks some APIs, so exactly these checks of the preflight must fail.
  const expected = command.startsWith('npm run preflight')
    ? `is not ready: ${PREFLIGHT_GAPS.join(', ')}\n`
    : undefined
  const succeeded = expected === undefined ? code === 0 : output.includes(expected)
  if (succeeded) return output
  throw new Error(`${command}\n${output.trim().split('\n').slice(-20).join('\n')}`)
}
