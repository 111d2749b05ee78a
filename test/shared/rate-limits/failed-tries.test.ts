import { expect, test } from 'vitest'
import { ServiceUnavailableError } from '../../../shared/errors.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import { countFailedTry, failedTries } from '../../../shared/rate-limits/failed-tries.ts'
import { awsError, withFault } from '../../support/faults.ts'
import { recordCalls } from '../../support/recorded-calls.ts'
import '../../support/stack.ts'

test('a try that other tries overtake four times is a 503', async () => {
  const limit = failedTries({ name: 'test', subject: newObjectId() }, { max: 3, windowMs: 1000 })
  // Both writes of an attempt fail: another try has just changed the counter.
  const overtaken = {
    command: 'UpdateItemCommand',
    error: awsError('ConditionalCheckFailedException'),
  }
  const calls = await recordCalls(() =>
    withFault(overtaken, () =>
      expect(countFailedTry([limit])).rejects.toBeInstanceOf(ServiceUnavailableError),
    ),
  )
  expect(calls.filter((call) => call === 'UpdateItemCommand')).toHaveLength(8)
})
