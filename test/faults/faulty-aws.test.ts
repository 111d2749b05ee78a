import { expect, test } from 'vitest'
import type { AllowedCall } from '../../infra/local/endpoint/handle-call.ts'
import { FaultyAws } from './faulty-aws.ts'

const call = {
  functionName: 'login',
  service: 'dynamodb',
  operation: 'UpdateItem',
  body: Buffer.from('{}'),
} as AllowedCall

test('a crash after a call is recorded when it happens, not when the call starts', async () => {
  let crashedAt = 0
  const aws = new FaultyAws(async () => {
    crashedAt = performance.now()
    await Promise.resolve()
  })
  aws.follow(() => ({ crash: 'after' }))
  const { promise: reply, resolve: respond } = Promise.withResolvers<never>()
  const crashed = aws.around(call, async () => await reply)
  await Promise.resolve()
  const nextRequestBeganAt = performance.now()
  respond({ statusCode: 200 } as never)
  await crashed
  expect(aws.injections).toHaveLength(1)
  expect(aws.injections[0]?.at).toBeGreaterThanOrEqual(nextRequestBeganAt)
  expect(aws.injections[0]?.at).toBeLessThanOrEqual(crashedAt)
})
