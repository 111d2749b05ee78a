import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { CpuQuota } from './cpu-quota.ts'

/** What a process measures: a bundle, its event and the number of warm requests. */
interface Task {
  readonly bundle: string
  readonly event: object | undefined
  readonly count: number
}

/** Times in ms. */
export interface TunedSample {
  /** The first request after the start. */
  readonly first: number
  readonly durations: readonly number[]
  /** The most resident memory so far, in KB. */
  readonly maxRss: number
}

interface Setting {
  readonly env: Readonly<Record<string, string>>
  readonly quota: CpuQuota
  /** The share of one processor that the function gets while its requests are measured. */
  readonly share: number
}

type Message = { readonly ask: 'limit' | 'release' } | { readonly done: TunedSample }

/**
 * Measures a function in a new process. The quota holds for requests only: Lambda gives a function more
 * than its share while it starts.
 * @throws Error when the function fails.
 */
export async function measureOnce(
  task: Task,
  { env, quota, share }: Setting,
): Promise<TunedSample> {
  quota.limit(Infinity)
  const child = fork(
    join(import.meta.dirname, 'sample.mjs'),
    [JSON.stringify({ ...task, event: undefined })],
    {
      env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  )
  const exited = once(child, 'exit')
  if (child.pid) quota.add(child.pid)
  child.send({ event: task.event })
  const done = await new Promise<TunedSample | undefined>((resolve) => {
    child.on('message', (message: Message) => {
      if ('done' in message) resolve(message.done)
      else {
        quota.limit(message.ask === 'limit' ? share : Infinity)
        child.send({ ask: message.ask })
      }
    })
    child.on('exit', () => resolve(undefined))
  })
  await exited
  if (!done) throw new Error(`${task.bundle} failed while it was measured`)
  return done
}
