import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { FunctionErrored } from '../gateway/invoke-errors.ts'
import type { Invocation, Outcome, ThreadData } from './function-thread.ts'

/** A Lambda function as the template describes it. */
export interface FunctionDescription {
  readonly name: string
  readonly arn: string
  /** The bundle's entry file. */
  readonly code: string
  readonly environment: Readonly<Record<string, string>>
  readonly memoryMb: number
  readonly timeoutMs: number
}

/** Told each line that a function writes. */
export type LogSink = (functionName: string, line: string) => void

/** What a function's caller may be told of, besides the answer. */
export interface FunctionListener {
  readonly onLog: LogSink
  /** Told of each environment that has started: how long it took, and for which invocation. */
  readonly onColdStart?: (functionName: string, milliseconds: number, traceId: string) => void
}

interface Waiting {
  readonly traceId: string
  readonly payload: string
  readonly settle: PromiseWithResolvers<string>
}

// As many environments as can be worth it on one machine; more requests wait their turn.
const MAX_THREADS = 4
const THREAD_FILE = new URL('./function-thread.ts', import.meta.url)

/**
 * Runs one function: each environment is a worker thread that is started when it is first needed,
 * takes one event at a time and is ended when it exceeds its time, as on Lambda.
 */
export class LocalFunction {
  readonly #description: FunctionDescription
  readonly #listener: FunctionListener
  readonly #idle: Worker[] = []
  /** Each with when it was started. */
  readonly #threads = new Map<Worker, number>()
  /** Those that take no other event. */
  readonly #outdated = new WeakSet<Worker>()
  readonly #queue: Waiting[] = []
  #closed = false

  constructor(description: FunctionDescription, listener: FunctionListener) {
    this.#description = description
    this.#listener = listener
  }

  /**
   * Hands an event to the function and answers what it returned.
   * @param traceId is what the function's calls to AWS carry as `X-Amzn-Trace-Id`.
   * @throws FunctionErrored when it threw, timed out or died.
   */
  async invoke(event: unknown, traceId = ''): Promise<unknown> {
    const settle = Promise.withResolvers<string>()
    this.#queue.push({ payload: JSON.stringify(event), traceId, settle })
    this.#next()
    return JSON.parse(await settle.promise)
  }

  /** Lets every environment end after the event that it has: the next event starts a new one. */
  async renew(): Promise<void> {
    for (const thread of this.#threads.keys()) this.#outdated.add(thread)
    await Promise.all(this.#idle.splice(0).map((thread) => thread.terminate()))
  }

  /** Ends all environments as if each had crashed; the next event starts another. */
  async crash(): Promise<void> {
    const threads = [...this.#threads.keys()]
    // Forgotten at once: one that is about to answer must not be given another event.
    this.#threads.clear()
    this.#idle.length = 0
    await Promise.all(threads.map((thread) => thread.terminate()))
  }

  /** Bytes of memory in use, of each environment. */
  async memoryInUse(): Promise<number[]> {
    const heaps = [...this.#threads.keys()].map((thread) => thread.getHeapStatistics())
    // One that is only just starting, or ending, has none to tell of.
    const told = (await Promise.allSettled(heaps)).filter((one) => one.status === 'fulfilled')
    return told.map(({ value }) => value.used_heap_size + value.external_memory)
  }

  /** Ends all environments; what they were doing is lost. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#threads.keys()].map((thread) => thread.terminate()))
  }

  #next(): void {
    if (this.#queue.length === 0 || this.#closed) return
    const thread = this.#idle.pop() ?? this.#startThread()
    const waiting = thread && this.#queue.shift()
    if (thread && waiting) void this.#run(thread, waiting)
  }

  #startThread(): Worker | undefined {
    if (this.#threads.size >= MAX_THREADS) return undefined
    const { name, arn, code, memoryMb, environment } = this.#description
    const workerData: ThreadData = {
      code: pathToFileURL(code).href,
      functionName: name,
      functionArn: arn,
      memorySize: memoryMb,
    }
    const thread = new Worker(THREAD_FILE, {
      workerData,
      env: { ...environment },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      stdout: true,
      stderr: true,
    })
    this.#threads.set(thread, performance.now())
    thread.on('error', (error) => this.#log(name, `The environment died: ${error.message}`))
    thread.once('exit', () => this.#forget(thread))
    for (const stream of [thread.stdout, thread.stderr]) this.#follow(stream)
    return thread
  }

  async #run(thread: Worker, waiting: Waiting): Promise<void> {
    let isUsable = true
    try {
      waiting.settle.resolve(await this.#invokeOn(thread, waiting))
    } catch (error) {
      waiting.settle.reject(error)
      isUsable = error instanceof FunctionThrew
    }
    if (isUsable && this.#threads.has(thread) && !this.#outdated.has(thread))
      this.#idle.push(thread)
    else await thread.terminate()
    this.#next()
  }

  #invokeOn(thread: Worker, { payload, traceId }: Waiting): Promise<string> {
    const { name, timeoutMs } = this.#description
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const timer = setTimeout(() => {
      const reason = `Task timed out after ${timeoutMs / 1000} seconds`
      this.#log(name, reason)
      reject(new FunctionErrored(reason))
    }, timeoutMs)
    const onMessage = (message: Outcome | 'ready') => {
      if (message === 'ready') this.#tellColdStart(thread, traceId)
      else if ('payload' in message) resolve(message.payload)
      else {
        this.#log(name, `The function threw ${message.error.name}`)
        reject(new FunctionThrew(message.error.name))
      }
    }
    const onExit = () => reject(new FunctionErrored('The environment ended'))
    thread.on('message', onMessage).once('exit', onExit)
    const deadline = Date.now() + timeoutMs
    const requestId = randomUUID()
    thread.postMessage({ requestId, traceId, payload, deadline } satisfies Invocation)
    return promise.finally(() => {
      clearTimeout(timer)
      thread.off('message', onMessage).off('exit', onExit)
    })
  }

  /** An environment is started for an event, so that event's listener hears when it is ready. */
  #tellColdStart(thread: Worker, traceId: string): void {
    const startedAt = this.#threads.get(thread) ?? 0
    this.#listener.onColdStart?.(this.#description.name, performance.now() - startedAt, traceId)
  }

  #log(name: string, line: string): void {
    this.#listener.onLog(name, line)
  }

  #forget(thread: Worker): void {
    this.#threads.delete(thread)
    const position = this.#idle.indexOf(thread)
    if (position >= 0) this.#idle.splice(position, 1)
  }

  #follow(stream: Readable): void {
    createInterface({ input: stream }).on('line', (line) => this.#log(this.#description.name, line))
  }
}

/** The function itself threw: its environment lives on, as on Lambda. */
class FunctionThrew extends FunctionErrored {}
