#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { startLocalStack } from './local-stack.ts'

const USAGE = `Usage: local-stack [cdk.out] [options]

Runs a synthesized CDK app on this machine until Ctrl-C.

  --port <number>   port of the HTTP API and the console (default: 3000)
  --data <folder>   where data is kept (default: in memory)
  --stack <name>    which stack, when the app has several
`

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '3000' },
      data: { type: 'string' },
      stack: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(USAGE)
    process.exit(0)
  }
  const stack = await startLocalStack({
    assembly: positionals[0] ?? 'cdk.out',
    stackName: values.stack,
    port: Number(values.port),
    dataFolder: values.data,
    onLog: (functionName, line) => process.stdout.write(`${functionName}: ${line}\n`),
  })
  const stop = async () => {
    await stack.stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  process.stdout.write(`${JSON.stringify(stack.outputs, null, 2)}\n`)
  process.stdout.write(`API ${stack.apiUrl}, console ${stack.apiUrl}/_local. Ctrl-C ends them.\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}
