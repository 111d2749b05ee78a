import { runCli } from './run-cli.ts'

// `npm run <command>`: what developers and operators do with a stack.

process.exitCode = await runCli(process.argv.slice(2))
