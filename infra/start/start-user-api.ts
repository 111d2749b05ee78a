import { resolve } from 'node:path'
import { startLocalStack } from '../local/local-stack.ts'
import type { LocalStack, LocalStackOptions } from '../local/options.ts'
import { measurePhase } from '../stack/measure-phase.ts'
import { consoleOptions, extendConsole } from './console/console.ts'
import { DEMO, DemoAccount } from './demo-account.ts'
import type { ReloadStatus } from './reload/reload-status.ts'

/** How to start the User API on this machine. */
export interface UserApiOptions extends StackOptions {
  /** Shown in the console. */
  readonly reloads?: ReloadStatus
}

type StackOptions = Pick<
  LocalStackOptions,
  | 'assembly'
  | 'stackName'
  | 'port'
  | 'apiHost'
  | 'sharedKey'
  | 'dataFolder'
  | 'environment'
  | 'onLog'
  | 'errorsInFull'
  | 'changeResponse'
  | 'timeouts'
  | 'onCall'
  | 'wrapCall'
  | 'now'
>

/** The User API, running on this machine. */
export interface LocalUserApi extends LocalStack {
  /** Registered or logged in when its token is first requested. */
  readonly demoAccount: DemoAccount
}

const ROOT = resolve(import.meta.dirname, '../..')

/** Runs a synthesized stage: its tables, functions, permissions and routes. */
export async function startUserApi({ reloads, ...options }: UserApiOptions): Promise<LocalUserApi> {
  const demoAccount = new DemoAccount(() => stack.apiUrl)
  const stack = await startLocalStack({
    ...options,
    packagesFolder: ROOT,
    console: consoleOptions,
    extendConsole: (started, publish) =>
      extendConsole(
        started,
        publish,
        async () => ({ ...DEMO, access_token: await demoAccount.token() }),
        reloads,
      ),
    measure: measurePhase,
  })
  // Not spread: `functions` is a getter, because an update replaces them.
  return Object.assign(stack, { demoAccount })
}
