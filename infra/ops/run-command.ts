import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

/** A command of `npm run`. Throwing ends it with exit code 1 and the error's message. */
export interface Command<O extends ParseArgsOptionsConfig> {
  /** Shown with `--help` and after a wrong call. */
  readonly usage: string
  readonly options: O
  run(
    positionals: string[],
    values: ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>['values'],
  ): Promise<void>
}

/** The call itself was wrong: the usage is shown and the exit code is 2. */
export class UsageError extends Error {}

/** Runs a command with this process's arguments, and ends the process with its exit code. */
export async function runCommand<O extends ParseArgsOptionsConfig>(
  command: Command<O>,
): Promise<void> {
  try {
    const { positionals, values } = readArguments(command)
    if (process.argv.includes('--help')) return print(command.usage)
    await command.run(positionals, values)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const isUsage = error instanceof UsageError
    process.stderr.write(`${message}\n${isUsage ? `\n${command.usage}\n` : ''}`)
    process.exitCode = isUsage ? 2 : 1
  }
}

/** Writes a line to standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function readArguments<O extends ParseArgsOptionsConfig>({ options }: Command<O>) {
  const args = process.argv.slice(2).filter((argument) => argument !== '--help')
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
