import { Readable } from 'node:stream'
import { type MockInstance, vi } from 'vitest'
import { programEnvironment } from './program-environment.ts'

/** A command that has ended. */
export interface Finished {
  code: number
  stdout: string
  stderr: string
}

/** Where a command runs. */
export interface CommandOptions {
  /** All environment variables that it has, beside those that keep AWS credentials away. */
  readonly env: Readonly<Record<string, string>>
  /** The folder that relative paths start from; that of the tests when absent. */
  readonly cwd?: string
  /** What the command reads from standard input. */
  readonly input?: string
  /** Loads what runs the arguments; the CLI of `npm run` when absent. */
  readonly load?: () => Promise<(args: readonly string[]) => Promise<number>>
}

/** Credentials of this machine's user or its instance must never reach a command of a test. */
const NO_ACCOUNT = { HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' }

let isRunning = false

const loadCli = async () => (await import('../../infra/ops/run-cli.ts')).runCli

/**
 * Runs a command in this process, e.g. `user <id> --delete`. A process for each takes ten times the CPU, and a
 * mutation run does not reach its code.
 * @throws Error when another command runs, because each changes the whole process.
 */
export async function runCommand(
  args: readonly string[],
  { env, cwd, input = '', load = loadCli }: CommandOptions,
): Promise<Finished> {
  if (isRunning) throw new Error('Another command runs in this process')
  isRunning = true
  const before = { ...process.env }
  const written = { stdout: '', stderr: '' }
  const spies: MockInstance[] = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += text
      return true
    }),
  )
  // The worker threads of a mutation run cannot change their folder. `resolve` of node:path uses this one.
  if (cwd) spies.push(vi.spyOn(process, 'cwd').mockReturnValue(cwd))
  spies.push(vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([input]) as never))
  // Modules read the environment when they load, so neither the command nor the test may use the other's.
  vi.resetModules()
  replaceEnvironment({ ...NO_ACCOUNT, ...env })
  try {
    const run = await load()
    const code = await run(args)
    return { code, ...written }
  } finally {
    replaceEnvironment(before)
    vi.resetModules()
    for (const spy of spies) spy.mockRestore()
    isRunning = false
  }
}

/** Runs a command where no local stack was ever started. With `--outputs` it uses the stack of that file. */
export async function runWithoutStack(...args: readonly string[]): Promise<Finished> {
  return await runCommand(args, { env: { ...programEnvironment, LOCAL_FOLDER: '/nowhere' } })
}

function replaceEnvironment(variables: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) {
    if (!(name in variables)) delete process.env[name]
  }
  Object.assign(process.env, variables)
}
