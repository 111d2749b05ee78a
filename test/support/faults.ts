import { dynamo } from '../../shared/aws/dynamodb-client.ts'
import { sqs } from '../../shared/aws/queue.ts'
import { s3 } from '../../shared/aws/s3-client.ts'
import { sns } from '../../shared/aws/sms.ts'

/** What a fault does with a call: throw instead of it, or throw after it was carried out. */
export interface Fault {
  /** The SDK's name of the command, e.g. `UpdateItemCommand`; whose it is follows from it. */
  command: string
  error: Error
  /** How many calls it lets pass before. @default 0 */
  after?: number
  /** How many calls it spoils, each attempt of the SDK being one. @default all */
  times?: number
  /** Whether the call reaches AWS and only its answer is lost. @default false */
  afterCommit?: boolean
}

type Around = (call: () => Promise<unknown>) => Promise<unknown>

/** Runs something while AWS fails, for functions that are invoked directly. */
export async function withFault<T>(fault: Fault, run: () => Promise<T>): Promise<T> {
  const { command, error, times = Number.POSITIVE_INFINITY, afterCommit = false } = fault
  let toPass = fault.after ?? 0
  let left = times
  return await around(command, run, async (call) => {
    if (left <= 0) return await call()
    if (toPass > 0) {
      toPass -= 1
      return await call()
    }
    left -= 1
    if (afterCommit) await call()
    throw error
  })
}

/** Does something once, at the moment before the first call of a command. */
export async function interrupted<T>(
  command: string,
  interrupt: () => Promise<unknown>,
  run: () => Promise<T>,
): Promise<T> {
  let isDone = false
  return await around(command, run, async (call) => {
    if (!isDone) {
      isDone = true
      await interrupt()
    }
    return await call()
  })
}

/** Does something once, between a call's effect and its answer. */
export async function afterCall<T>(
  command: string,
  action: () => Promise<unknown>,
  run: () => Promise<T>,
): Promise<T> {
  let isDone = false
  return await around(command, run, async (call) => {
    const answer = await call()
    if (isDone) return answer
    isDone = true
    await action()
    return answer
  })
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

async function around<T>(command: string, run: () => Promise<T>, what: Around): Promise<T> {
  const name = `around-${Math.random()}`
  // The clients' stacks differ in their types alone.
  const stacks = [dynamo, s3, sns, sqs].map((client) => (client as typeof dynamo).middlewareStack)
  for (const stack of stacks) {
    stack.add(
      (next, context) => async (args) => {
        if (context.commandName !== command) return await next(args)
        return (await what(() => next(args))) as Awaited<ReturnType<typeof next>>
      },
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
