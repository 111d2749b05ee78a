import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Worker } from 'node:worker_threads'
import type { LogSink } from '../../service.ts'
import type { FunctionDescription } from './describe-functions.ts'
import type { Invocation, Outcome, Reported } from './function-thread.ts'
import { IdleLimit, IdleThreads } from './idle-threads.ts'
import { FunctionClosedError, FunctionFailedError, HandlerThrewError } from './invoke-errors.ts'
import { startThread, type ThreadOptions } from './start-thread.ts'
import type { ThrownError } from './thrown-errors.ts'

/** How functions run. */
export interface FunctionOptions extends Pick<ThreadOptions, 'packagesFolder' | 'compileCache'> {
  readonly onLog: LogSink
  /** Maps stacks to sources, and calls `onThrown`. @default false */
  readonly errorsInFull?: boolean
  /** Ends events at the function's timeout. A debugger needs more time. @default true */
  readonly timeouts?: boolean
  /** Called with each error that ends an invocation, whether or not the function handles it. */
  readonly onThrown?: (functionName: string, thrown: ThrownError, traceId: string) => void
  /** Called when an environment has started: how long that took, and the invocation that needed it. */
  readonly onColdStart?: (functionName: string, milliseconds: number, traceId: string) => void
}

interface Waiting {
  readonly traceId: string
  readonly payload: string
  readonly settle: PromiseWithResolvers<string>
}

// More environments would not make one machine faster. Further events wait for a free environment.
const MAX_THREADS = 4
/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const INIT_TIMEOUT_MS = 10_000

/**
 * Runs one function. As on Lambda, each environment starts when it is first needed, handles one event
 * at a time, and is ended when an event exceeds the timeout. Here an environment is a worker thread.
 */
export class LocalFunction {
  #description: FunctionDescription
  readonly #options: FunctionOptions
  readonly #idle: IdleThreads
  /** The running environments, each with its start time: ms of `performance.now()`. */
  readonly #threads = new Map<Worker, number>()
  readonly #started = new WeakSet<Worker>()
  /** Threads that take no further event. */
  readonly #outdated = new WeakSet<Worker>()
  readonly #queue: Waiting[] = []
  #closed = false

  /** @param idleLimit shared with the other functions of the stack. */
  constructor(
    description: FunctionDescription,
    options: FunctionOptions,
    idleLimit = new IdleLimit(),
  ) {
    this.#description = description
    this.#options = options
    const isOnly = () => this.#threads.size === 1
    this.#idle = new IdleThreads(idleLimit, isOnly, (thread) => void this.#end(thread))
  }

  /**
   * Passes an event to the function and returns its result.
   * @param traceId sent with the function's AWS calls as `X-Amzn-Trace-Id`.
   * @throws FunctionFailedError when the function threw, timed out or died.
   */
  async invoke(event: unknown, traceId = ''): Promise<unknown> {
    if (this.#closed) throw new FunctionClosedError()
    const settle = Promise.withResolvers<string>()
    this.#queue.push({ payload: JSON.stringify(event), traceId, settle })
    this.#next()
    return JSON.parse(await settle.promise)
  }

  /** Replaces the function. Running events end with the old description, later ones start with the new. */
  async replace(description: FunctionDescription): Promise<void> {
    if (isDeepStrictEqual(description, this.#description)) return
    this.#description = description
    await this.replaceEnvironments()
  }

  /** Lets every environment end after its current event. Later events start new environments. */
  async replaceEnvironments(): Promise<void> {
    for (const thread of this.#threads.keys()) this.#outdated.add(thread)
    await Promise.all(this.#idle.takeAll().map((thread) => this.#end(thread)))
  }

  /** Ends all environments as if they had crashed. Later events start new environments. */
  async crash(): Promise<void> {
    const threads = [...this.#threads.keys()]
    // Removed first: a thread that is just finishing must not get another event.
    this.#threads.clear()
    this.#idle.takeAll()
    await Promise.all(threads.map((thread) => thread.terminate()))
  }

  /** Returns the bytes of memory in use by each environment. */
  async memoryInUse(): Promise<number[]> {
    const heaps = [...this.#threads.keys()].map((thread) => thread.getHeapStatistics())
    // A thread that is just starting or ending has no statistics.
    const known = (await Promise.allSettled(heaps)).filter((one) => one.status === 'fulfilled')
    return known.map(({ value }) => value.used_heap_size + value.external_memory)
  }

  /** Ends all environments, whatever they are doing. Events that wait for one fail. */
  async close(): Promise<void> {
    this.#closed = true
    for (const { settle } of this.#queue.splice(0)) settle.reject(new FunctionClosedError())
    await Promise.all([...this.#threads.keys()].map((thread) => thread.terminate()))
  }

  #next(): void {
    if (this.#queue.length === 0 || this.#closed) return
    const thread = this.#idle.take() ?? this.#startThread()
    const waiting = thread && this.#queue.shift()
    if (thread && waiting) void this.#run(thread, waiting)
  }

  #startThread(): Worker | undefined {
    if (this.#threads.size >= MAX_THREADS) return undefined
    const { errorsInFull = false } = this.#options
    const log = (line: string) => this.#log(line)
    const thread = startThread(this.#description, { ...this.#options, errorsInFull, log })
    this.#threads.set(thread, performance.now())
    thread.once('message', () => this.#started.add(thread))
    thread.once('exit', () => this.#remove(thread))
    return thread
  }

  async #run(thread: Worker, waiting: Waiting): Promise<void> {
    let isUsable = true
    try {
      waiting.settle.resolve(await this.#invokeOn(thread, waiting))
    } catch (error) {
      waiting.settle.reject(error)
      isUsable = error instanceof HandlerThrewError
    }
    const isKept = isUsable && this.#threads.has(thread) && !this.#outdated.has(thread)
    if (isKept) this.#idle.add(thread)
    else await thread.terminate()
    this.#next()
  }

  #invokeOn(thread: Worker, { payload, traceId }: Waiting): Promise<string> {
    const { timeoutMs } = this.#description
    const { timeouts = true } = this.#options
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const expire = () => {
      const reason = `Task timed out after ${timeoutMs / 1000} seconds`
      this.#log(reason)
      reject(new FunctionFailedError(reason))
    }
    const limit = (ms: number) => (timeouts ? setTimeout(expire, ms) : undefined)
    let timer = limit(this.#started.has(thread) ? timeoutMs : INIT_TIMEOUT_MS)
    const onMessage = (message: Outcome | Reported | 'ready') => {
      if (message === 'ready') {
        clearTimeout(timer)
        timer = limit(timeoutMs)
        this.#reportColdStart(thread, traceId)
      } else if ('thrown' in message) {
        this.#options.onThrown?.(this.#description.name, message.thrown, traceId)
      } else if ('payload' in message) resolve(message.payload)
      else {
        this.#log(`The function threw ${message.error.name}`)
        reject(new HandlerThrewError(message.error.name))
      }
    }
    const onExit = () => reject(new FunctionFailedError('The environment ended'))
    thread.on('message', onMessage).once('exit', onExit)
    const requestId = randomUUID()
    thread.postMessage({ requestId, traceId, payload, timeoutMs } satisfies Invocation)
    return promise.finally(() => {
      clearTimeout(timer)
      thread.off('message', onMessage).off('exit', onExit)
    })
  }

  #reportColdStart(thread: Worker, traceId: string): void {
    const startedAt = this.#threads.get(thread) ?? 0
    this.#options.onColdStart?.(this.#description.name, performance.now() - startedAt, traceId)
  }

  #log(line: string): void {
    this.#options.onLog(this.#description.name, line)
  }

  async #end(thread: Worker): Promise<void> {
    // At once: a new environment may take its place before it has ended.
    this.#remove(thread)
    await thread.terminate()
  }

  #remove(thread: Worker): void {
    this.#threads.delete(thread)
    this.#idle.remove(thread)
  }
}
