import { beforeEach, expect, test } from 'vitest'
import { Activity, type ActivityEvent } from '../../../../infra/local/console/activity.ts'
import { RequestDetails } from '../../../../infra/local/console/request-details.ts'
import type { CallReport } from '../../../../infra/local/endpoint/aws-endpoint.ts'
import type { ResponseReport } from '../../../../infra/local/services/service.ts'

const CALL = { service: 'sqs', operation: 'SendMessage', allowed: true, statusCode: 200 }
const QUEUE_EVENT = { Records: [{ eventSource: 'aws:sqs' }, { eventSource: 'aws:sqs' }] }

let published: [ActivityEvent['type'], ActivityEvent['entry']][]
let activity: Activity
beforeEach(() => {
  published = []
  activity = new Activity({
    labels: { functionOf: (name) => `label of ${name}`, targetsOf: () => ['Queue'] },
    details: new RequestDetails(/password/),
    publish: (type, entry) => published.push([type, entry]),
    isAsset: (path) => path.endsWith('.css'),
    readError: (body) => (body === 'bad' ? { code: 1006, message: 'No' } : undefined),
  })
})

function respond(requestId: string, url: string, body = ''): void {
  const response = { statusCode: 200, headers: {}, body: Buffer.from(body) }
  const report = { requestId, request: { method: 'GET', url, headers: {} }, response }
  activity.addResponse({ ...report, milliseconds: 1 } as unknown as ResponseReport)
}

test('a cold start is kept, published, and shown with the invocation that needed it', async () => {
  const run = activity.record((name, _, traceId) => {
    activity.addColdStart(name, 120, traceId ?? '')
    return Promise.resolve({})
  })
  await run('worker', QUEUE_EVENT)
  const entry = { function: 'label of worker', at: expect.any(Number), milliseconds: 120 }
  const { coldStarts, runs } = activity.snapshot()
  expect(coldStarts).toEqual([entry])
  expect(runs).toMatchObject([{ function: 'label of worker', coldStartMs: 120, records: 2 }])
  expect(published.map(([type]) => type)).toEqual(['cold-start', 'run'])
})

test('only the last cold start of a function is kept', () => {
  activity.addColdStart('worker', 120, 'unknown')
  activity.addColdStart('worker', 80, 'unknown')
  expect(activity.snapshot().coldStarts).toMatchObject([{ milliseconds: 80 }])
})

test.each([
  ['returns', async () => ({}), { returned: true, failed: 0 }],
  [
    'returns failures',
    async () => ({ batchItemFailures: [{ itemIdentifier: 'a' }] }),
    { returned: true, failed: 1 },
  ],
  ['throws', () => Promise.reject(new Error('no')), { returned: false, failed: 2 }],
])('a run that %s is listed with its failed records', async (_, invoke, expected) => {
  await activity
    .record(invoke)('worker', QUEUE_EVENT)
    .catch(() => undefined)
  expect(activity.snapshot().runs).toMatchObject([expected])
})

test('of more than 50 calls, the others are counted', async () => {
  const run = activity.record((_, __, traceId) => {
    for (let i = 0; i < 53; i++) {
      activity.addCall({ ...CALL, traceId, milliseconds: 1, consumedCapacity: 2 } as CallReport)
    }
    return Promise.resolve({})
  })
  await run('worker', QUEUE_EVENT)
  const [{ calls = [], moreCalls } = {}] = activity.snapshot().runs
  expect([calls.length, moreCalls]).toEqual([50, 3])
  expect(calls[0]).toMatchObject({ operation: 'SendMessage', targets: ['Queue'], units: 2 })
})

test('a call of no invocation is not listed', () => {
  activity.addCall({ ...CALL, milliseconds: 1 } as CallReport)
  expect(activity.snapshot()).toEqual({ requests: [], runs: [], coldStarts: [] })
})

test('a request is listed by its path, without the query, and with its error', () => {
  respond('1', '/a?token=secret', 'bad')
  respond('2', '/page.css')
  const [asset, request] = activity.snapshot().requests
  expect(request).toMatchObject({ id: '1', path: '/a', code: 1006 })
  expect(request).not.toHaveProperty('isAsset')
  expect(asset).toMatchObject({ id: '2', isAsset: true })
})

test('the last 200 requests are kept, the newest first', () => {
  for (let i = 1; i <= 201; i++) respond(`${i}`, `/${'x'.repeat(300)}`)
  const { requests } = activity.snapshot()
  expect([requests.length, requests[0]?.id, requests.at(-1)?.id]).toEqual([200, '201', '2'])
  expect(requests[0]?.path).toHaveLength(200)
})
