import { mkdir } from 'node:fs/promises'
import { request } from 'node:http'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startProgram } from '../../../infra/programs/run-program.ts'
import { startFront } from './front.ts'

const READY_SECONDS = 60

/** Options of the emulator. */
export interface EmulatorOptions {
  readonly python: string
  readonly region: string
  /** An empty folder, for the emulator's socket and temporary files. */
  readonly folder: string
  readonly logs: string
}

/** A running emulator. */
export interface Emulator {
  /** The emulator's URL: the value for `AWS_ENDPOINT_URL`. */
  readonly endpoint: string
  /** The Unix socket on which it listens. */
  readonly socketPath: string
  /** The id of its process, whose child processes run the functions. */
  readonly pid: number
  readonly region: string
  /** The environment of a program that calls the emulator and must not reach an AWS account. */
  readonly environment: NodeJS.ProcessEnv
}

/** The path at which the emulator lists the SMS that it was asked to send. */
export const SMS_INBOX = '/_ministack/sns/sms-messages'

/** The AWS account id that belongs to the emulator's own credentials. */
export const ACCOUNT = '111122223333'

/**
 * Starts the emulator, with IAM enforced. It listens on a socket in its folder. Clients reach it on
 * loopback, through the front: the proxy of front.ts.
 * @throws Error when the emulator ends, or is not ready in time.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { python, region, folder, logs } = options
  const socketPath = join(folder, 'emulator.sock')
  const port = await startFront(socketPath)
  const temporary = join(folder, 'tmp')
  await mkdir(temporary)
  const app = ['ministack.app:app', '--bind', `unix:${socketPath}`]
  const child = startProgram(python, ['-m', 'hypercorn', ...app, '--keep-alive', '75'], {
    cwd: folder,
    logFile: join(logs, 'emulator.log'),
    env: {
      // Functions run on the first `node` of the PATH: the project's.
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: process.env.HOME,
      TMPDIR: temporary,
      // The port that the emulator writes into URLs: the front's.
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: region,
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      // Enforces IAM policies.
      AUTH: 'true',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
    },
  })
  const ended = new Promise<never>((_, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`The emulator ended with code ${code}`)))
  })
  ended.catch(() => undefined)
  await Promise.race([untilReady(socketPath), ended])
  const endpoint = `http://127.0.0.1:${port}`
  const environment = environmentFor(endpoint, region, folder)
  return { endpoint, socketPath, pid: child.pid ?? Number.NaN, region, environment }
}

async function untilReady(socketPath: string): Promise<void> {
  const endsAt = Date.now() + READY_SECONDS * 1000
  while (Date.now() < endsAt) {
    if (await isReady(socketPath)) return
    await setTimeout(100)
  }
  throw new Error(`The emulator was not ready after ${READY_SECONDS} s`)
}

async function isReady(socketPath: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const check = request({ socketPath, path: '/_ministack/ready' }, (response) => {
    response.resume()
    resolve(response.statusCode === 200)
  })
  check.on('error', () => resolve(false))
  check.end()
  return await promise
}

/** Leaves out the shell's AWS configuration, so that no real account can be reached. */
function environmentFor(endpoint: string, region: string, folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name))
  return {
    ...Object.fromEntries(kept),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    // The CDK CLI caches there to which account an access key belongs.
    CDK_HOME: join(folder, 'cdk'),
  }
}
