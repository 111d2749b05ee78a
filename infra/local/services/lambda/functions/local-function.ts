import { randomUUID } from 'node:crypto'
import { extname } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import type { LogSink } from '../../service.ts'
import type { FunctionDescription } from './describe-functions.ts'
import type { Invocation, Outcome, ThreadData } from './function-thread.ts'
import { FunctionErrored } from './invoke-errors.ts'

/** How functions run. */
export interface FunctionOptions {
  /** A folder with packages that the functions' code does not contain. */
  readonly packagesFolder: string
  readonly onLog: LogSink
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
const THREAD_FILE = new URL(`./function-thread${extname(import.meta.url)}`, import.meta.url)

/**
 * Runs one function. As on Lambda, each environment starts when it is first needed, handles one event
 * at a time, and is ended when an event exceeds the timeout. Here an environment is a worker thread.
 */
export class LocalFunction {
  readonly #description: FunctionDescription
  readonly #options: FunctionOptions
  readonly #idle: Worker[] = []
  /** The running environments, each with its start time: ms of `performance.now()`. */
  readonly #threads = new Map<Worker, number>()
  readonly #started = new WeakSet<Worker>()
  /** Threads that take no further event. */
  readonly #outdated = new WeakSet<Worker>()
  readonly #queue: Waiting[] = []
  #closed = false

  constructor(description: FunctionDescription, options: FunctionOptions) {
    this.#description = description
    this.#options = options
  }

  /**
   * Passes an event to the function and returns its result.
   * @param traceId sent with the function's AWS calls as `X-Amzn-Trace-Id`.
   * @throws FunctionErrored when the function threw, timed out or died.
   */
  async invoke(event: unknown, traceId = ''): Promise<unknown> {
    const settle = Promise.withResolvers<string>()
    this.#queue.push({ payload: JSON.stringify(event), traceId, settle })
    this.#next()
    return JSON.parse(await settle.promise)
  }

  /** Lets every environment end after its current event. Later events start new environments. */
  async renew(): Promise<void> {
    for (const thread of this.#threads.keys()) this.#outdated.add(thread)
    await Promise.all(this.#idle.splice(0).map((thread) => thread.terminate()))
  }

  /** Ends all environments as if they had crashed. Later events start new environments. */
  async crash(): Promise<void> {
    const threads = [...this.#threads.keys()]
    // Removed first: a thread that is just finishing must not get another event.
    this.#threads.clear()
    this.#idle.length = 0
    await Promise.all(threads.map((thread) => thread.terminate()))
  }

  /** Returns the bytes of memory in use by each environment. */
  async memoryInUse(): Promise<number[]> {
    const heaps = [...this.#threads.keys()].map((thread) => thread.getHeapStatistics())
    // A thread that is just starting or ending has no statistics.
    const known = (await Promise.allSettled(heaps)).filter((one) => one.status === 'fulfilled')
    return known.map(({ value }) => value.used_heap_size + value.external_memory)
  }

  /** Ends all environments, whatever they are doing. */
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
    const { name, arn, folder, handler, memoryMb, environment } = this.#description
    const workerData: ThreadData = {
      folder,
      handler,
      packagesFolder: this.#options.packagesFolder,
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
    thread.once('message', () => this.#started.add(thread))
    thread.on('error', (error) => this.#log(`The environment died: ${error.message}`))
    thread.once('exit', () => this.#remove(thread))
    for (const stream of [thread.stdout, thread.stderr]) this.#logLines(stream)
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
    const isKept = isUsable && this.#threads.has(thread) && !this.#outdated.has(thread)
    if (isKept) this.#idle.push(thread)
    else await thread.terminate()
    this.#next()
  }

  #invokeOn(thread: Worker, { payload, traceId }: Waiting): Promise<string> {
    const { timeoutMs } = this.#description
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const expire = () => {
      const reason = `Task timed out after ${timeoutMs / 1000} seconds`
      this.#log(reason)
      reject(new FunctionErrored(reason))
    }
    let timer = setTimeout(expire, this.#started.has(thread) ? timeoutMs : INIT_TIMEOUT_MS)
    const onMessage = (message: Outcome | 'ready') => {
      if (message === 'ready') {
        clearTimeout(timer)
        timer = setTimeout(expire, timeoutMs)
        this.#reportColdStart(thread, traceId)
      } else if ('payload' in message) resolve(message.payload)
      else {
        this.#log(`The function threw ${message.error.name}`)
        reject(new FunctionThrew(message.error.name))
      }
    }
    const onExit = () => reject(new FunctionErrored('The environment ended'))
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

  #remove(thread: Worker): void {
    this.#threads.delete(thread)
    const position = this.#idle.indexOf(thread)
    if (position >= 0) this.#idle.splice(position, 1)
  }

  #logLines(stream: Readable): void {
    createInterface({ input: stream }).on('line', (line) => this.#log(line))
  }
}

/** The function itself threw. As on Lambda, its environment is kept. */
class FunctionThrew extends FunctionErrored {}
