import { dynamo } from '../../shared/aws/dynamodb-client.ts'
import { sqs } from '../../shared/aws/queue.ts'
import { s3 } from '../../shared/aws/s3-client.ts'
import { sns } from '../../shared/aws/sms.ts'

/** A fault of AWS calls: an error instead of the call, or after the call was carried out. */
export interface Fault {
  /** The SDK's name of the command, such as `UpdateItemCommand`. */
  command: string
  error: Error
  /** The number of calls that succeed before the fault. @default 0 */
  after?: number
  /** The number of calls that fail; each attempt of the SDK counts. @default all */
  times?: number
  /** Whether the call is carried out and only its response is lost. @default false */
  afterCommit?: boolean
  /** Only calls with this key fail, such as `FLAGS`. @default all */
  key?: string
}

type Around = (call: () => Promise<unknown>, input: object) => Promise<unknown>

/** Calls `run` with a fault, for functions that are invoked directly. */
export async function withFault<T>(fault: Fault, run: () => Promise<T>): Promise<T> {
  const { command, error, key, times = Number.POSITIVE_INFINITY, afterCommit = false } = fault
  let toPass = fault.after ?? 0
  let left = times
  return await around(command, run, async (call, input) => {
    if (left <= 0 || (key && !JSON.stringify(input).includes(key))) return await call()
    if (toPass > 0) {
      toPass -= 1
      return await call()
    }
    left -= 1
    if (afterCommit) await call()
    throw error
  })
}

/** Calls `run`, and `interrupt` once, just before the first call of a command. */
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

/** Calls `run`, and `action` once: after call `number` of the command took effect, before its response. */
export async function afterCall<T>(
  command: string,
  action: () => Promise<unknown>,
  run: () => Promise<T>,
  number = 1,
): Promise<T> {
  let calls = 0
  return await around(command, run, async (call) => {
    const output = await call()
    calls += 1
    if (calls !== number) return output
    await action()
    return output
  })
}

/** A timeout error, as the SDK's HTTP handler throws it. */
export function timeOut(): Error {
  return Object.assign(new Error('socket hang up at 127.0.0.1'), { name: 'TimeoutError' })
}

/** An error response of AWS with this name. */
export function awsError(name: string, more: object = {}): Error {
  const error = Object.assign(new Error(`${name} says something internal`), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
    ...more,
  })
  return error
}

/** SNS's error for an invalid parameter. Only the error's message says which parameter it is. */
export function invalidParameter(parameter: string): Error {
  const message = `Invalid parameter: ${parameter} Reason: +919876543210 is not valid to publish to`
  return awsError('InvalidParameterException', { message })
}

async function around<T>(command: string, run: () => Promise<T>, wrap: Around): Promise<T> {
  const name = `around-${Math.random()}`
  // The clients differ only in their types.
  const clients = [dynamo, s3, sns, sqs].map((client) => client as typeof dynamo)
  const stacks = clients.map((client) => client.middlewareStack)
  const retries = await Promise.all(clients.map(retriesOf))
  const capacities = retries.map(({ capacity }) => capacity)
  for (const stack of stacks) {
    stack.add(
      (next, context) => async (args) => {
        if (context.commandName !== command) return await next(args)
        return (await wrap(() => next(args), args.input)) as Awaited<ReturnType<typeof next>>
      },
      // After the retry middleware, so that each fault is one attempt for the SDK.
      { step: 'deserialize', priority: 'low', name },
    )
  }
  try {
    return await run()
  } finally {
    for (const stack of stacks) stack.remove(name)
    // After many failed calls, a client retries no more. Later tests need its retries.
    for (const [index, capacity] of capacities.entries()) {
      Object.assign(retries[index] ?? {}, { capacity })
    }
  }
}

/** The retry strategy of a client. `capacity` falls with each retry and rises with each success. */
async function retriesOf({ config }: typeof dynamo): Promise<{ capacity: number }> {
  return (await config.retryStrategy()) as unknown as { capacity: number }
}
