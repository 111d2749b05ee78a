import { expect, test } from 'vitest'
import { countFailures, describeEvent } from '../../../../infra/local/console/read-event.ts'

const ROOT = '1-67891233-abcdef012345678912345678'
const NEW_ROOT = expect.stringMatching(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/)

test('a request has its id, and the trace of its client', () => {
  const headers = { 'x-amzn-trace-id': `Self=1-1;Root=${ROOT};Sampled=1` }
  expect(describeEvent({ requestContext: { requestId: 'r' }, headers })).toEqual({
    requestId: 'r',
    records: 0,
    root: ROOT,
  })
})

test.each([{}, { 'x-amzn-trace-id': 'Root=1-678-abc' }])(
  'a request without a valid trace gets a new one: %j',
  (headers) => {
    const event = { requestContext: { requestId: 'r' }, headers }
    expect(describeEvent(event)).toMatchObject({ root: NEW_ROOT })
  },
)

test.each([
  ['queue', { Records: [{ eventSource: 'aws:sqs' }, { eventSource: 'aws:sqs' }] }, 2],
  ['stream', { Records: [{ eventSource: 'aws:dynamodb' }] }, 1],
  ['schedule', { time: 'now' }, 0],
])('an event of a %s has its source and how many records it has', (source, event, records) => {
  expect(describeEvent(event)).toEqual({ source, records, root: NEW_ROOT })
})

test.each([
  [2, { batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'b' }] }],
  [0, { batchItemFailures: 'all' }],
  [0, null],
  [0, undefined],
])('%i records failed by the result %j', (count, result) => {
  expect(countFailures(result)).toBe(count)
})
