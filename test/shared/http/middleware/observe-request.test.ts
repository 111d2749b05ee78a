import { expect, test } from 'vitest'
import { observeRequest } from '../../../../shared/http/middleware/observe-request.ts'
import { invocationFields } from '../../../../shared/invocation.ts'

test('log lines of a request have the id of its Lambda invocation', async () => {
  const { before } = observeRequest()
  for (const awsRequestId of ['lambda-1', 'lambda-2']) {
    await before?.({ context: { awsRequestId } } as never)
    expect(invocationFields().function_request_id).toBe(awsRequestId)
  }
})
