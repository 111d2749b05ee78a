import { writeFile } from 'node:fs/promises'
import { measurePhase } from '../stack/measure-phase.ts'
import { explainStartFailure } from './explain-start-failure.ts'
import { parsePort, requireFreePort } from './free-port.ts'
import { DATA_FOLDER, lockFolder, OUTPUTS_FILE, unlockFolder } from './local-folder.ts'
import { describeNetwork, readExposure } from './network.ts'
import { openInspector } from './open-inspector.ts'
import { prepare } from './prepare.ts'
import { addLiveReload } from './reload/add-live-reload.ts'
import { ReloadStatus } from './reload/reload-status.ts'
import { SourceWatcher } from './reload/watch-sources.ts'
import { startUserApi } from './start-user-api.ts'
import { welcome } from './welcome.ts'

// `npm start`: runs the whole stack on this machine until a signal ends it.

const started = performance.now()
const PARENT_CHECK_MS = 1000
const SAME_SIGNAL_MS = 500
/** How a log line with metrics begins. Metrics are for CloudWatch, not for a console. */
const METRICS = '{"_aws"'

try {
  await main()
} catch (error) {
  process.stderr.write(`${explainStartFailure(error)}\n`)
  process.exit(1)
}

async function main(): Promise<void> {
  // An empty value is none: Number('') would be 0.
  const port = parsePort(process.env.PORT || '3000', 'PORT')
  const inspects = openInspector(process.argv.slice(2))
  // Before the port is checked, so that the error of a second start says that the stack runs already.
  await lockFolder()
  process.on('exit', unlockFolder)
  const exposure = readExposure()
  await requireFreePort(port, exposure.apiHost)
  print('Starting …')
  const ended = untilEnded()
  const reloads = new ReloadStatus()
  const sources = new SourceWatcher()
  const preparing = prepare()
  const stack = await startUserApi({
    port,
    ...exposure,
    // Not awaited: it takes seconds, in which the local services start.
    assembly: preparing.then(({ assembly }) => assembly),
    reloads,
    dataFolder: DATA_FOLDER,
    errorsInFull: true,
    changeResponse: addLiveReload,
    timeouts: !inspects,
    onLog: (functionName, line) => {
      if (!line.startsWith(METRICS)) print(`${functionName}: ${line}`)
    },
  })
  await writeFile(
    OUTPUTS_FILE,
    `${JSON.stringify({ [stack.stackName]: stack.outputs }, null, 2)}\n`,
  )
  const token = await measurePhase('first response', () => stack.demoAccount.token())
  const { sharedKey } = exposure
  if (sharedKey) print(describeNetwork(stack.publicUrl, sharedKey))
  print(welcome(stack.outputs, { token, seconds: (performance.now() - started) / 1000 }))
  // Imported now, when it takes no time from the start.
  const { startReload } = await import('./reload/start-reload.ts')
  const { functions } = await preparing
  const stopReload = startReload({ stack, functions, status: reloads, print }, sources)
  if (inspects) {
    print('Functions run without timeouts. Attach a debugger: .github/CONTRIBUTING.md, Debug.')
  }
  await ended
  print('Ending …')
  stopReload()
  await stack.stop()
  process.exit(0)
}

/**
 * Resolves on a signal, or when the parent process is gone. A second signal, half a second later or more,
 * ends the process at once. One Ctrl-C arrives twice: the terminal sends a signal, and npm forwards it.
 */
function untilEnded(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let signalledAt = Number.POSITIVE_INFINITY
  const end = () => {
    if (performance.now() - signalledAt > SAME_SIGNAL_MS) process.exit(1)
    signalledAt = Math.min(signalledAt, performance.now())
    resolve()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && resolve(), PARENT_CHECK_MS).unref()
  return promise
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
