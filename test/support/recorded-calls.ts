import { dynamo } from '../../shared/aws/clients.ts'

/** Runs something and answers the names of the DynamoDB commands that it sent, in their order. */
export async function recordCalls(run: () => Promise<unknown>): Promise<string[]> {
  const calls: string[] = []
  dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      calls.push(context.commandName ?? '')
      return await next(args)
    },
    { step: 'initialize', name: 'record-calls' },
  )
  try {
    await run()
  } finally {
    dynamo.middlewareStack.remove('record-calls')
  }
  return calls
}
