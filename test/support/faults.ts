import { dynamo } from '../../shared/aws/clients.ts'
import type { sns } from '../../shared/aws/sms.ts'

/** What a fault does with a call: throw instead of it, or throw after it was carried out. */
export interface Fault {
  /** Whose calls. @default DynamoDB's */
  client?: typeof dynamo | typeof sns
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
  const name = `fault-${Math.random()}`
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== command || left <= 0) return await next(args)
      left -= 1
      if (fault.afterCommit) await next(args)
      throw error
    },
    // After the retry middleware, so that the SDK sees each fault as an attempt's.
    { step: 'deserialize', priority: 'low', name },
  )
  try {
    return await run()
  } finally {
    client.middlewareStack.remove(name)
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
