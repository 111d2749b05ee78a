import { Command, CommanderError } from 'commander'
import { explainFailure } from './explain-failure.ts'

/** Adds arguments, options, examples and an action to a command. */
export type DefineCommand = (command: Command) => Command

/** The commands by name. Each file is loaded on use, so that a command loads only its own dependencies. */
const COMMANDS: Readonly<Record<string, () => Promise<DefineCommand>>> = {
  costs: async () => (await import('./costs.ts')).defineCosts,
  deploy: async () => (await import('./deploy.ts')).defineDeploy,
  docs: async () => (await import('./docs.ts')).defineDocs,
  e2e: async () => (await import('./e2e.ts')).defineE2e,
  'explain-stack': async () => (await import('./explain-stack.ts')).defineExplainStack,
  flag: async () => (await import('./flag.ts')).defineFlag,
  iam: async () => (await import('./iam.ts')).defineIam,
  import: async () => (await import('./import/import.ts')).defineImport,
  losses: async () => (await import('./losses.ts')).defineLosses,
  preflight: async () => (await import('./preflight.ts')).definePreflight,
  release: async () => (await import('./release.ts')).defineRelease,
  reports: async () => (await import('./reports.ts')).defineReports,
  reset: async () => (await import('./reset.ts')).defineReset,
  restore: async () => (await import('./restore/restore.ts')).defineRestore,
  seed: async () => (await import('./seed.ts')).defineSeed,
  sms: async () => (await import('./sms.ts')).defineSms,
  user: async () => (await import('./user/user.ts')).defineUser,
}

/**
 * Runs a command, given its name and arguments. Writes to standard output and standard error.
 * @returns the exit code: 0 for success, 1 for a failure, 2 for wrong usage.
 */
export async function runCli([name = '', ...args]: readonly string[]): Promise<number> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!load) {
    process.stderr.write(
      `error: unknown command '${name}'. Commands: ${Object.keys(COMMANDS).join(', ')}\n`,
    )
    return 2
  }
  return await runCommand(name, await load(), args)
}

/** Runs one command, as `runCli` does. */
export async function runCommand(
  name: string,
  define: DefineCommand,
  args: readonly string[],
): Promise<number> {
  const command = new Command(`npm run ${name} --`)
    .exitOverride()
    .showHelpAfterError()
    .helpOption('--help', 'show this help')
  try {
    await define(command).parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    // commander throws for --help too; any other error of commander means wrong usage.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    process.stderr.write(`error: ${explainFailure(error)}\n`)
    return 1
  }
}
