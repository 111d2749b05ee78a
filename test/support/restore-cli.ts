import { defineRestore } from '../../infra/ops/restore/restore.ts'
import { runCommand } from '../../infra/ops/run-cli.ts'

/** Runs `npm run restore` without the wait for calls that run when their function is stopped: nothing calls the functions here. */
export async function runRestore([name = '', ...args]: readonly string[]): Promise<number> {
  return await runCommand(name, (command) => defineRestore(command, () => Promise.resolve()), args)
}

// Some tests run this file in a process of its own, and kill it.
if (import.meta.main) process.exitCode = await runRestore(process.argv.slice(2))
