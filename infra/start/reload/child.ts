import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A script of this folder that runs in another process, and the messages between the two. */
export class Child<Sent, Received> {
  readonly #process: ChildProcess
  readonly #received: Received[] = []
  readonly #ended: Promise<never>
  #isEnded = false

  /** @param advice what to do when the process ends by itself. */
  constructor(script: string, advice = '') {
    this.#process = fork(new URL(script, import.meta.url), {
      execArgv: [],
      // Keeps errors as they are.
      serialization: 'advanced',
    })
    this.#process.on('message', (message) => this.#received.push(message as Received))
    // `close` comes after the last message.
    this.#ended = once(this.#process, 'close').then(([code, signal]) => {
      if (this.#isEnded) throw new ChildEndedError(`${script} was ended`)
      throw new Error(`${script} ended with ${code ?? signal}. ${advice}`.trim())
    })
    this.#ended.catch(() => undefined)
  }

  send(message: Sent): void {
    // An error means that the process has ended, which `next` reports.
    this.#process.send(message as object, () => undefined)
  }

  /**
   * Returns the next message.
   * @throws ChildEndedError after `end`, or Error when the process ends by itself without a message.
   */
  async next(): Promise<Received> {
    if (this.#received.length === 0) {
      await Promise.race([once(this.#process, 'message'), this.#ended])
    }
    return this.#received.shift() as Received
  }

  end(): void {
    this.#isEnded = true
    this.#process.kill()
  }
}

/** `end` was called before the process had sent its message. */
export class ChildEndedError extends Error {
  override readonly name = 'ChildEndedError'
}
