import { writeFile } from 'node:fs/promises'
import { measure } from '../bundling/measure.ts'
import { requireFreePort } from '../local/free-port.ts'
import { startLocalStack } from '../local/local-stack.ts'
import { explainStartFailure } from './explain-start-failure.ts'
import {
  DATA_FOLDER,
  LOCAL_FOLDER,
  lockFolder,
  OUTPUTS_FILE,
  unlockFolder,
} from './local-folder.ts'
import { welcome } from './welcome.ts'

// `npm start`: the whole stack on this machine, until it is told to end.

const started = performance.now()
const PARENT_CHECK_MS = 1000
const SAME_SIGNAL_MS = 500
/** How a line of metrics begins: CloudWatch reads them, and nobody whom a console should tell. */
const METRICS = '{"_aws"'

try {
  await main()
} catch (error) {
  process.stderr.write(`${explainStartFailure(error)}\n`)
  process.exit(1)
}

async function main(): Promise<void> {
  const port = readPort()
  // First, lest a second start is told of a port which is its own stack's.
  await lockFolder()
  process.on('exit', unlockFolder)
  await requireFreePort(port)
  say('Starting …')
  const ended = untilToldToEnd()
  const stack = await startLocalStack({
    port,
    folder: LOCAL_FOLDER,
    dataFolder: DATA_FOLDER,
    onLog: (functionName, line) => {
      if (!line.startsWith(METRICS)) say(`${functionName}: ${line}`)
    },
  })
  await writeFile(
    OUTPUTS_FILE,
    `${JSON.stringify({ [stack.stackName]: stack.outputs }, null, 2)}\n`,
  )
  const token = await measure('first answer', () => stack.demoAccount.token())
  say(welcome(stack.outputs, { token, seconds: (performance.now() - started) / 1000 }))
  await ended
  say('Ending …')
  await stack.stop()
  process.exit(0)
}

/**
 * Resolves on a signal, or when whoever started us is gone; another signal later ends at once.
 * Ctrl-C comes twice: from the terminal, and from npm, which passes on its own.
 */
function untilToldToEnd(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let toldAt = Number.POSITIVE_INFINITY
  const end = () => {
    if (performance.now() - toldAt > SAME_SIGNAL_MS) process.exit(1)
    toldAt = Math.min(toldAt, performance.now())
    resolve()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && resolve(), PARENT_CHECK_MS).unref()
  return promise
}

function readPort(): number {
  const port = Number(process.env.PORT ?? 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT must be a number from 0 to 65535, not "${process.env.PORT}"`)
  }
  return port
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
