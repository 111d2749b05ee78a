import { runCli } from './run-cli.ts'

// Entry point of `npm run <command>`, for the commands of developers and operators.

// The reader of a pipe may end first, as in `npm run losses -- -c stage=prod | head -1`. The command goes on, because its
// exit code has to tell how it ended.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
process.exitCode = await runCli(process.argv.slice(2))
