import { runCli } from './run-cli.ts'

// Entry point of `npm run <command>`, for the commands of developers and operators.

process.exitCode = await runCli(process.argv.slice(2))
