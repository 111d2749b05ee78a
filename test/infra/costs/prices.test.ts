import { expect, test } from 'vitest'
import { dollarsPerMillion } from '../../../infra/costs/prices.ts'

const nothing = { reads: 0, writes: 0, s3Requests: 0, logBytes: 0, responseBytes: 0 }

test('a request costs its way through CloudFront, web ACL, HTTP API and Lambda, and its trace', () => {
  const { edge, gateway, data, logs } = dollarsPerMillion(nothing)
  expect(edge).toBeCloseTo(1 + 0.1 + 0.6)
  expect(gateway).toBeCloseTo(1 + 0.2)
  expect(data).toBe(0)
  // One request in 20 is traced, for $5 per million.
  expect(logs).toBeCloseTo(0.25)
})

test.each([
  ['read units', { reads: 8 }, { data: 1 }],
  ['write units', { writes: 8 }, { data: 5 }],
  ['S3 requests', { s3Requests: 2 }, { data: 10 }],
  ['KB of logs', { logBytes: 2000 }, { logs: 1 }],
  ['KB of the response', { responseBytes: 1000 }, { gateway: 0.09 }],
])('and for its %s', (_, used, added) => {
  const before = dollarsPerMillion(nothing)
  const after = dollarsPerMillion({ ...nothing, ...used })
  for (const name of ['edge', 'gateway', 'data', 'logs'] as const) {
    const more = (added as Partial<Record<typeof name, number>>)[name] ?? 0
    expect(after[name] - before[name], name).toBeCloseTo(more)
  }
})
