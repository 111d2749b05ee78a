import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Activity } from '../../../../infra/local/console/activity.ts'
import { RequestDetails } from '../../../../infra/local/console/request-details.ts'
import type { CallReport } from '../../../../infra/local/endpoint/aws-endpoint.ts'
import type { ResponseReport } from '../../../../infra/local/services/service.ts'

const call = { service: 'dynamodb', operation: 'GetItem', allowed: true, statusCode: 200 }

/** Records a request whose function makes a call after `waitMs`, which takes `milliseconds`. */
async function recordRequest(waitMs: number, milliseconds: number) {
  const activity = new Activity({
    labels: { functionOf: (name) => name, targetsOf: () => [] },
    details: new RequestDetails(/password/),
    publish: () => undefined,
  })
  const invoke = activity.record(async (_, __, traceId) => {
    await setTimeout(waitMs)
    activity.addCall({ ...call, traceId, milliseconds } as unknown as CallReport)
  })
  await invoke('one', { requestContext: { requestId: 'r' }, headers: {} })
  const response = { statusCode: 200, headers: {}, body: Buffer.alloc(0) }
  const request = { method: 'GET', url: '/health', headers: {} }
  const report = { requestId: 'r', request, response, milliseconds: 1_000 }
  activity.addResponse(report as unknown as ResponseReport)
  const [entry] = activity.snapshot().requests
  if (!entry) throw new Error('The request is not listed')
  return entry
}

test('a request is listed with the time at which it began', async () => {
  const { at } = await recordRequest(0, 0)
  expect(at).toBeGreaterThan(Date.now() - 2_000)
  expect(at).toBeLessThanOrEqual(Date.now() - 1_000)
})

test('an AWS call is listed with when it began, from the start of its invocation', async () => {
  const began = performance.now()
  const { calls } = await recordRequest(50, 5)
  expect(calls?.[0]?.afterMs).toBeGreaterThan(40)
  expect(calls?.[0]?.afterMs).toBeLessThan(performance.now() - began)
})

test('a call that began before its invocation was recorded began with it', async () => {
  const { calls } = await recordRequest(0, 60_000)
  expect(calls).toMatchObject([{ afterMs: 0, milliseconds: 60_000 }])
})
