import { dynamo } from '../../shared/aws/clients.ts'
import type { s3 } from '../../shared/aws/s3-client.ts'
import type { sns } from '../../shared/aws/sms.ts'

type Client = typeof dynamo | typeof sns | typeof s3

/** What a fault does with a call: throw instead of it, or throw after it was carried out. */
export interface Fault {
  /** Whose calls. @default DynamoDB's */
  client?: Client
  /** The SDK's name of the command, e.g. `UpdateItemCommand`. */
  command: string
  error: Error
  /** How many calls it spoils, each attempt of the SDK being one. @default all */
  times?: number
  /** Whether the call reaches AWS and only its answer is lost. @default false */
  afterCommit?: boolean
}

/** Runs something while AWS fails, for functions that are invoked directly. */
export async function withFault<T>(fault: Fault, run: () => Promise<T>): Promise<T> {
  const { client = dynamo, command, error, times = Number.POSITIVE_INFINITY } = fault
  let left = times
  const spoil = async (call: () => Promise<unknown>) => {
    if (left <= 0) return await call()
    left -= 1
    if (fault.afterCommit) await call()
    throw error
  }
  return await around(client, command, spoil, run)
}

/** Runs something, and something else right before the first time that it sends DynamoDB a command. */
export async function interrupted<T>(
  command: string,
  interrupt: () => Promise<unknown>,
  run: () => Promise<T>,
): Promise<T> {
  let isInterrupted = false
  const wait = async (call: () => Promise<unknown>) => {
    if (!isInterrupted) {
      isInterrupted = true
      await interrupt()
    }
    return await call()
  }
  return await around(dynamo, command, wait, run)
}

async function around<T>(
  client: Client,
  command: string,
  what: (call: () => Promise<unknown>) => Promise<unknown>,
  run: () => Promise<T>,
): Promise<T> {
  const name = `around-${Math.random()}`
  // The clients' stacks differ in their types alone.
  const { middlewareStack } = client as typeof dynamo
  middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== command) return await next(args)
      return (await what(() => next(args))) as Awaited<ReturnType<typeof next>>
    },
    // After the retry middleware, so that the SDK sees each fault as an attempt's.
    { step: 'deserialize', priority: 'low', name },
  )
  try {
    return await run()
  } finally {
    middlewareStack.remove(name)
  }
}

/** A time-out, as the SDK's own HTTP handler throws it. */
export function timeOut(): Error {
  return Object.assign(new Error('socket hang up at 127.0.0.1'), { name: 'TimeoutError' })
}

/** An error that AWS itself answers, by its name. */
export function awsError(name: string, more: object = {}): Error {
  const error = Object.assign(new Error(`${name} says something internal`), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
    ...more,
  })
  return error
}
