import { dynamo } from '../../shared/aws/dynamodb-client.ts'
import { sns } from '../../shared/aws/sms.ts'

/** Calls `run`. Returns the names of the commands that were sent to AWS meanwhile, in order. */
export async function recordCalls(run: () => Promise<unknown>): Promise<string[]> {
  const calls: string[] = []
  for (const { middlewareStack } of [dynamo, sns]) {
    middlewareStack.add(
      (next, context) => async (args) => {
        calls.push(context.commandName ?? '')
        return await next(args)
      },
      { step: 'initialize', name: 'record-calls' },
    )
  }
  try {
    await run()
  } finally {
    for (const { middlewareStack } of [dynamo, sns]) middlewareStack.remove('record-calls')
  }
  return calls
}
