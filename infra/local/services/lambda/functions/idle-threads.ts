import type { Worker } from 'node:worker_threads'

/** How long an environment waits for an event: the only one of a function, and each further one. */
const IDLE_MS = { only: 60_000, further: 3_000 }

/**
 * The most environments of a stack that wait for an event. Each takes about 15 MB. With 16 instead of 24, `npm run load`
 * started twice as many environments, each for 70 ms of CPU.
 */
const MAX_IDLE = 24

/** The environments of all functions that wait for an event. Of too many, the one that has waited longest ends. */
export class IdleLimit {
  readonly #most: number
  /** The thread that has waited longest is first. */
  readonly #ends = new Map<Worker, () => void>()

  constructor(most = MAX_IDLE) {
    this.#most = most
  }

  /** @param end ends the environment, and removes it here. */
  add(thread: Worker, end: () => void): void {
    this.#ends.set(thread, end)
    const [endOldest] = this.#ends.values()
    if (this.#ends.size > this.#most) endOldest?.()
  }

  remove(thread: Worker): void {
    this.#ends.delete(thread)
  }
}

/** The environments of one function that wait for an event. As on Lambda, they end when none comes. */
export class IdleThreads {
  /** The thread that has waited longest is first. */
  readonly #timers = new Map<Worker, NodeJS.Timeout>()
  readonly #limit: IdleLimit
  readonly #isOnly: () => boolean
  readonly #end: (thread: Worker) => void

  /**
   * @param limit shared by all functions.
   * @param isOnly returns whether the function has only one environment.
   * @param end ends an environment that is no longer idle.
   */
  constructor(limit: IdleLimit, isOnly: () => boolean, end: (thread: Worker) => void) {
    this.#limit = limit
    this.#isOnly = isOnly
    this.#end = end
  }

  add(thread: Worker): void {
    const end = () => {
      this.remove(thread)
      this.#end(thread)
    }
    const endUnlessOnly = () => {
      if (this.#isOnly()) this.#wait(thread, IDLE_MS.only, end)
      else end()
    }
    this.#wait(thread, IDLE_MS.further, endUnlessOnly)
    this.#limit.add(thread, end)
  }

  /** Takes the thread that was used last, so that the others can end. */
  take(): Worker | undefined {
    const thread = [...this.#timers.keys()].at(-1)
    if (thread) this.remove(thread)
    return thread
  }

  takeAll(): Worker[] {
    const threads = [...this.#timers.keys()]
    for (const thread of threads) this.remove(thread)
    return threads
  }

  remove(thread: Worker): void {
    clearTimeout(this.#timers.get(thread))
    this.#timers.delete(thread)
    this.#limit.remove(thread)
  }

  #wait(thread: Worker, milliseconds: number, then: () => void): void {
    this.#timers.set(thread, setTimeout(then, milliseconds).unref())
  }
}
