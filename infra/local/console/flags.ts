import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { resourceVariables } from '../../../shared/config.ts'
import { type FlagState, flagNames } from '../../../shared/feature-flags/feature-flags.ts'

/** Asks for the flags, after a change if one is given. */
export interface FlagQuestion {
  readonly change?: FlagState
}

export type FlagAnswer = { readonly flags: FlagState[] } | { readonly error: string }

/** The feature flags of a stack, for whoever operates it. */
export interface Flags {
  /** @throws Error when the table cannot be read. */
  list(): Promise<FlagState[]>
  /** Switches one, by its name. @throws Error when there is none of this name. */
  change(name: string, isOn: boolean): Promise<FlagState[]>
  close(): Promise<void>
}

const THREAD_FILE = new URL('./operator-thread.ts', import.meta.url)

/** Opens the flags of the stack with these outputs, as its operator. Nothing runs until it is asked. */
export function openFlags(outputs: Readonly<Record<string, string>>, region: string): Flags {
  let thread: Worker | undefined
  let last: Promise<unknown> = Promise.resolve()
  const start = () =>
    new Worker(THREAD_FILE, {
      env: {
        [resourceVariables.usersTable]: outputs.UsersTableName,
        AWS_ENDPOINT_URL: outputs.AwsEndpointUrl,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_REGION: region,
      },
    })
  const ask = async (question: FlagQuestion): Promise<FlagState[]> => {
    thread ??= start()
    const answered = once(thread, 'message')
    thread.postMessage(question)
    const [answer] = (await answered) as [FlagAnswer]
    if ('error' in answer) throw new Error(answer.error)
    return answer.flags
  }
  /** One after the other, so that each answer is its own question's. */
  const inTurn = (question: FlagQuestion) => {
    const asked = last.then(() => ask(question))
    last = asked.catch(() => undefined)
    return asked
  }
  return {
    list: () => inTurn({}),
    change: async (given, isOn) => {
      const name = flagNames.find((known) => known === given)
      if (!name) throw new Error(`There is no flag "${given}", only ${flagNames.join(', ')}.`)
      return await inTurn({ change: { name, isOn } })
    },
    close: async () => {
      await thread?.terminate()
    },
  }
}
