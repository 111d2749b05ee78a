import { dynamo } from '../../shared/aws/clients.ts'
import type { sns } from '../../shared/aws/sms.ts'

/** What a fault does with a call: throw instead of it, or throw after it was carried out. */
export interface Fault {
  /** Whose calls. @default DynamoDB's */
  client?: typeof dynamo | typeof sns
  /** The SDK's name of the command, e.g. `UpdateItemCommand`. */
  command: string
  error: Error
  /** How many calls it lets pass before. @default 0 */
  after?: number
  /** How many calls it spoils, each attempt of the SDK being one. @default all */
  times?: number
  /** Whether the call reaches AWS and only its answer is lost. @default false */
  afterCommit?: boolean
}

/** Runs something while AWS fails, for functions that are invoked directly. */
export async function withFault<T>(fault: Fault, run: () => Promise<T>): Promise<T> {
  const { client = dynamo, command, error, times = Number.POSITIVE_INFINITY } = fault
  let toPass = fault.after ?? 0
  let left = times
  const name = `fault-${Math.random()}`
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== command || left <= 0) return await next(args)
      if (toPass > 0) {
        toPass -= 1
        return await next(args)
      }
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

/** Does something once, between a call's effect and its answer. */
export async function afterCall<T>(
  command: string,
  action: () => Promise<unknown>,
  run: () => Promise<T>,
): Promise<T> {
  let done = false
  const name = `after-${Math.random()}`
  dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args)
      if (context.commandName !== command || done) return answer
      done = true
      await action()
      return answer
    },
    { step: 'deserialize', priority: 'low', name },
  )
  try {
    return await run()
  } finally {
    dynamo.middlewareStack.remove(name)
  }
}

/** Has DynamoDB carry out nothing of a batch and leave it all for later, which it may. */
export async function leavingUnprocessed<T>(
  command: 'BatchGetItemCommand' | 'BatchWriteItemCommand',
  times: number,
  run: () => Promise<T>,
): Promise<T> {
  let left = times
  const name = `unprocessed-${Math.random()}`
  dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== command || left <= 0) return await next(args)
      left -= 1
      const { RequestItems } = args.input as { RequestItems: object }
      const rest = { UnprocessedKeys: RequestItems, UnprocessedItems: RequestItems }
      return { response: {}, output: { $metadata: {}, ...rest } as never }
    },
    { step: 'initialize', name },
  )
  try {
    return await run()
  } finally {
    dynamo.middlewareStack.remove(name)
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
