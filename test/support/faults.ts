import { dynamo } from '../../shared/aws/clients.ts'
import { s3 } from '../../shared/aws/s3-client.ts'

/** What a fault does with a call: throw instead of it, or throw after it was carried out. */
export interface Fault {
  /** The SDK's name of the command, e.g. `UpdateItemCommand`. */
  command: string
  error: Error
  /** How many calls it spoils, each attempt of the SDK being one. @default all */
  times?: number
  /** Whether the call reaches AWS and only its answer is lost. @default false */
  afterCommit?: boolean
}

type Around = (call: () => Promise<unknown>) => Promise<unknown>

/** Runs something while AWS fails, for functions that are invoked directly. */
export async function withFault<T>(fault: Fault, run: () => Promise<T>): Promise<T> {
  const { command, error, times = Number.POSITIVE_INFINITY, afterCommit = false } = fault
  let left = times
  return await around(
    command,
    async (call) => {
      if (left <= 0) return await call()
      left -= 1
      if (afterCommit) await call()
      throw error
    },
    run,
  )
}

/** Runs something, and something else at the moment before its first call of a command. */
export async function interrupted<T>(
  command: string,
  interrupt: () => Promise<unknown>,
  run: () => Promise<T>,
): Promise<T> {
  let isInterrupted = false
  return await around(
    command,
    async (call) => {
      if (!isInterrupted) {
        isInterrupted = true
        await interrupt()
      }
      return await call()
    },
    run,
  )
}

async function around<T>(command: string, what: Around, run: () => Promise<T>): Promise<T> {
  const name = `around-${Math.random()}`
  // The two clients' stacks differ in their types alone.
  const stacks = [dynamo, s3].map((client) => (client as typeof dynamo).middlewareStack)
  for (const stack of stacks) {
    stack.add(
      (next, context) => async (args) =>
        context.commandName === command
          ? ((await what(() => next(args))) as Awaited<ReturnType<typeof next>>)
          : await next(args),
      // After the retry middleware, so that the SDK sees each fault as an attempt's.
      { step: 'deserialize', priority: 'low', name },
    )
  }
  try {
    return await run()
  } finally {
    for (const stack of stacks) stack.remove(name)
  }
}

/** A time-out, as the SDK's own HTTP handler throws it. */
export function timeOut(): Error {
  return Object.assign(new Error('socket hang up at 127.0.0.1'), { name: 'TimeoutError' })
}

/** An error that DynamoDB itself answers, by its name. */
export function awsError(name: string, more: object = {}): Error {
  const error = Object.assign(new Error(`${name} says something internal`), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
    ...more,
  })
  return error
}
