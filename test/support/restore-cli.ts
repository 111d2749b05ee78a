import { defineRestore } from '../../infra/ops/restore/restore.ts'
import { runCommand } from '../../infra/ops/run-cli.ts'

// `npm run restore` without the wait for calls that run when their function is stopped: nothing calls the functions here.

const [name = '', ...args] = process.argv.slice(2)
const define = (command: Parameters<typeof defineRestore>[0]) =>
  defineRestore(command, () => Promise.resolve())
process.exitCode = await runCommand(name, define, args)
