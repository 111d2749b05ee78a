import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { resourceVariables } from '../../../shared/config.ts'
import type { FlagState } from '../../../shared/feature-flags/feature-flags.ts'
import type { FlagsReply, FlagsRequest } from './flags-thread.ts'

/** The feature flags of a local stack. */
export interface Flags {
  /** @throws Error when the table cannot be read. */
  list(): Promise<FlagState[]>
  /** Switches the flag of this name. @throws Error when there is none. */
  change(name: string, isOn: boolean): Promise<FlagState[]>
  close(): Promise<void>
}

const THREAD_FILE = new URL('./flags-thread.ts', import.meta.url)

/** Opens the flags of the stack with these outputs. The thread starts with the first request. */
export function openFlags(outputs: Readonly<Record<string, string>>, region: string): Flags {
  let thread: Worker | undefined
  let last: Promise<unknown> = Promise.resolve()
  const start = () => {
    const started = new Worker(THREAD_FILE, {
      env: {
        [resourceVariables.usersTable]: outputs.UsersTableName,
        AWS_ENDPOINT_URL: outputs.AwsEndpointUrl,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_REGION: region,
      },
    })
    // E.g. when a source file does not compile. The next request starts a new thread, with the repaired file.
    started.once('error', () => {
      thread = undefined
    })
    return started
  }
  const send = async (request: FlagsRequest): Promise<FlagState[]> => {
    thread ??= start()
    const replied = once(thread, 'message')
    thread.postMessage(request)
    const [reply] = (await replied) as [FlagsReply]
    if ('error' in reply) throw new Error(reply.error)
    return reply.flags
  }
  /** One request at a time, so that each reply belongs to its request. */
  const inTurn = (request: FlagsRequest) => {
    const reply = last.then(() => send(request))
    last = reply.catch(() => undefined)
    return reply
  }
  return {
    list: () => inTurn({}),
    change: (name, isOn) => inTurn({ change: { name, isOn } }),
    close: async () => {
      await thread?.terminate()
    },
  }
}
