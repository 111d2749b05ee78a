import { dynamo } from '../../shared/aws/dynamodb-client.ts'

type BatchCommand = 'BatchGetItemCommand' | 'BatchWriteItemCommand'
type Parts = Record<string, unknown>
/** Runs in place of a call and returns its output. `call` performs the call with its input. */
type Around = (input: Parts, call: () => Promise<Parts>) => Promise<Parts>

/** Makes DynamoDB leave all items of the first `times` batches unprocessed, as DynamoDB may do. */
export async function leavingUnprocessed<T>(
  command: BatchCommand,
  times: number,
  run: () => Promise<T>,
): Promise<T> {
  let left = times
  return await aroundBatches(command, run, async ({ RequestItems }, call) => {
    if (left <= 0) return await call()
    left -= 1
    return { UnprocessedKeys: RequestItems, UnprocessedItems: RequestItems }
  })
}

/** Makes the first batch read miss the items with this prefix, as if they were written after the read began. */
export async function missingOnce<T>(skPrefix: string, run: () => Promise<T>): Promise<T> {
  let isDone = false
  return await aroundBatches('BatchGetItemCommand', run, async (_, call) => {
    const output = await call()
    if (isDone) return output
    isDone = true
    const found = Object.entries(output.Responses as Record<string, { sk: { S: string } }[]>)
    const Responses = found.map(([table, items]) => [
      table,
      items.filter(({ sk }) => !sk.S.startsWith(skPrefix)),
    ])
    return { ...output, Responses: Object.fromEntries(Responses) }
  })
}

async function aroundBatches<T>(
  command: BatchCommand,
  run: () => Promise<T>,
  what: Around,
): Promise<T> {
  const name = `around-${Math.random()}`
  dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== command) return await next(args)
      const output = await what(args.input as Parts, async () => {
        const result = await next(args)
        return result.output as unknown as Parts
      })
      return { response: {}, output: output as never }
    },
    // The outermost step, so that the result is that of all the SDK's attempts.
    { step: 'initialize', name },
  )
  try {
    return await run()
  } finally {
    dynamo.middlewareStack.remove(name)
  }
}
