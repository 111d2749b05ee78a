import { runCli } from './run-cli.ts'

// Entry point of `npm run <command>`, for the commands of developers and operators.

// The reader of a pipe may end first, as in `npm run user -- --help | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})
process.exitCode = await runCli(process.argv.slice(2))
