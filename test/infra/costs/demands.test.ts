import { expect, test } from 'vitest'
import type { Consumption, Measured } from '../../../infra/costs/consumption.ts'
import {
  concurrency,
  concurrencyOf,
  flagReads,
  requestRate,
  unitRate,
} from '../../../infra/costs/demands.ts'
import type { Traffic } from '../../../infra/costs/traffic.ts'

const traffic: Traffic = { requests: { a: 10, b: 5 }, attempts: 100 }
const nothing = { calls: 1, roundTrips: 1, s3Requests: 0, logBytes: 0, responseBytes: 0 }
const route = (reads: number, writes: number): Consumption => ({
  ...nothing,
  units: { usersTable: { reads, writes } },
})
const measured: Measured = {
  routes: { a: route(1, 0), b: route(2, 4) },
  attempt: { usersTable: { reads: 0, writes: 0.2 }, mcqStatsTable: { reads: 0.1, writes: 5 } },
}
const durations = { request: (key: string) => (key === 'a' ? 0.1 : 0.2), batch: 0.5 }

test('the request rate is the sum over the routes that count', () => {
  expect(requestRate(traffic)).toBe(15)
  expect(requestRate(traffic, (key) => key === 'b')).toBe(5)
})

test('units per second are rate × units of a request, summed, plus those of the attempts', () => {
  expect(unitRate(traffic, measured, 'usersTable', 'reads')).toBe(10 * 1 + 5 * 2)
  expect(unitRate(traffic, measured, 'usersTable', 'writes')).toBe(5 * 4 + 100 * 0.2)
  expect(unitRate(traffic, measured, 'mcqStatsTable', 'writes')).toBe(100 * 5)
  expect(unitRate(traffic, measured, 'otpsTable', 'writes')).toBe(0)
})

test('a route that was not measured is an error that names the command', () => {
  const unknown = { requests: { c: 1 }, attempts: 0 }
  expect(() => unitRate(unknown, measured, 'usersTable', 'reads')).toThrow(
    'c was not measured: npm run bench:costs',
  )
})

test('concurrency is rate × duration, with ten attempts in one run of the worker', () => {
  expect(concurrencyOf(traffic, 'a', durations)).toBe(10 * 0.1)
  expect(concurrencyOf(traffic, 'c', durations)).toBe(0)
  expect(concurrency(traffic, durations)).toBe(10 * 0.1 + 5 * 0.2 + (100 / 10) * 0.5)
})

test('each environment reads the feature flags once in 30 s', () => {
  expect(flagReads(traffic, durations)).toBeCloseTo(7 / 30)
})
