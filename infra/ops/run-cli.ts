import { Command, CommanderError } from 'commander'
import { explainFailure } from './explain-failure.ts'

/** Adds a command's arguments, options, examples and action. */
export type DefineCommand = (command: Command) => Command

/** Each loads what it needs, and no other's. */
const COMMANDS: Readonly<Record<string, () => Promise<DefineCommand>>> = {
  docs: async () => (await import('./docs.ts')).defineDocs,
  drift: async () => (await import('./drift.ts')).defineDrift,
  e2e: async () => (await import('./e2e.ts')).defineE2e,
  flag: async () => (await import('./flag.ts')).defineFlag,
  iam: async () => (await import('./iam.ts')).defineIam,
  release: async () => (await import('./release.ts')).defineRelease,
  reports: async () => (await import('./reports.ts')).defineReports,
  reset: async () => (await import('./reset.ts')).defineReset,
  seed: async () => (await import('./seed.ts')).defineSeed,
  sms: async () => (await import('./sms.ts')).defineSms,
  user: async () => (await import('./user.ts')).defineUser,
}

/**
 * Runs a command: its name, then its arguments. It writes to standard output and standard error.
 * @returns the exit code: 0 done, 1 failed, 2 wrong use.
 */
export async function runCli([name = '', ...args]: readonly string[]): Promise<number> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!load) {
    process.stderr.write(
      `error: there is no command '${name}', only ${Object.keys(COMMANDS).join(', ')}\n`,
    )
    return 2
  }
  const command = new Command(`npm run ${name} --`)
    .exitOverride()
    .showHelpAfterError()
    .helpOption('--help', 'show this')
  const define = await load()
  try {
    await define(command).parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    // Help is no failure; whatever else commander ends with is a wrong call.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    process.stderr.write(`error: ${explainFailure(error)}\n`)
    return 1
  }
}
