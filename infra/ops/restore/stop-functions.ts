import {
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda'
import { inParallel } from '../in-parallel.ts'
import type { StackFunction } from './stack-resources.ts'

/** Lambda throttles its control plane at 15 calls a second. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const AT_ONCE = 3

/**
 * Stops functions: Lambda throttles every call, and API Gateway responds with 503. Messages wait in their
 * queues, and records in the stream.
 */
export async function stopFunctions(functions: readonly StackFunction[]): Promise<void> {
  const lambda = lambdaClient()
  await inParallel(functions, AT_ONCE, async ({ name }) => {
    await lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 0 }),
    )
  })
}

/** Starts stopped functions, with the reserved concurrency of the deployed template. */
export async function startFunctions(functions: readonly StackFunction[]): Promise<void> {
  const lambda = lambdaClient()
  await inParallel(functions, AT_ONCE, async ({ name: FunctionName, reserved }) => {
    if (reserved === undefined) {
      await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
      return
    }
    const restored = { FunctionName, ReservedConcurrentExecutions: reserved }
    await lambda.send(new PutFunctionConcurrencyCommand(restored))
  })
}

function lambdaClient(): LambdaClient {
  return new LambdaClient({ maxAttempts: 8 })
}
