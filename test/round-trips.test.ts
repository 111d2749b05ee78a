import { describe, expect, test } from 'vitest'
import { loadFunctions } from '../infra/functions/load-functions.ts'
import { forgetFeatureFlags } from '../shared/feature-flags/feature-flags.ts'
import type { Driver } from './support/api-request.ts'
import { direct } from './support/drivers.ts'
import { openAccount } from './support/open-account.ts'
import { successes } from './support/successes.ts'
import { type TracedCall, toRoundTrips, traceCalls } from './support/traced-calls.ts'

const HEAD = `The AWS calls of each route when all goes well and the feature flags are not cached: a line is a
round trip, what stands on it is under way at once. A line more, or a call more, needs a reason in
the code. Sessions were used before on that day, unless a name says otherwise.
To accept it: npm test -- test/round-trips.test.ts -u
`
/** Requests that take one more call. A session's first use of the day does on routes that only read. */
const withMoreCalls = {
  'GET /app/api/v1/user, first use of the day': asNewAccount('GET', '/app/api/v1/user'),
  'GET /auth/me, first use of the day': asNewAccount('GET', '/auth/me'),
  'GET /users/mcq-daily/sync, first use of the day': asNewAccount(
    'GET',
    '/users/mcq-daily/sync?course_id=1&sync_from_epoch_ms=0',
  ),
  'POST /auth/logout, all others': asNewAccount('POST', '/auth/logout', { scope: 'others' }),
}
// It makes no AWS calls.
const WITHOUT_CALLS = ['$default']

describe('the AWS calls of a request', () => {
  test('are those of round-trips.txt, which says how to accept others', async () => {
    const measured: string[] = [HEAD]
    for (const [name, prepare] of Object.entries({ ...successes, ...withMoreCalls })) {
      const request = await prepare(direct)
      forgetFeatureFlags()
      let status = 0
      const calls = await traceCalls(async () => {
        status = (await request()).status
      })
      expect(status, name).toBeLessThan(300)
      measured.push(`${name}\n${toRoundTrips(calls).map(toLine).join('')}`)
    }
    await expect(measured.join('\n')).toMatchFileSnapshot('./round-trips.txt')
  })

  test('are counted for every route', async () => {
    const { routes } = await loadFunctions()
    const known = new Set(Object.keys(successes).map((name) => name.split(',')[0]))
    const all = routes.map(({ routeKey }) => routeKey)
    expect(all.filter((name) => !known.has(name))).toEqual(WITHOUT_CALLS)
  })
})

describe('a round trip', () => {
  const call = (name: string, start: number, end: number): TracedCall => ({
    name,
    start,
    end,
    units: [],
    scanned: 0,
  })
  const names = (calls: TracedCall[]) =>
    toRoundTrips(calls).map((trip) => trip.map(({ name }) => name))

  test('is each call that begins after another has ended', () => {
    expect(names([call('a', 0, 1), call('b', 2, 3), call('c', 4, 5)])).toEqual([
      ['a'],
      ['b'],
      ['c'],
    ])
  })

  test('is one for parallel calls, whichever ends first', () => {
    expect(names([call('a', 0, 3), call('b', 1, 2)])).toEqual([['a', 'b']])
    expect(names([call('a', 0, 2), call('b', 1, 3)])).toEqual([['a', 'b']])
  })

  test('is one more for a call that follows one of several parallel calls', () => {
    const flags = call('flags', 0, 9)
    expect(names([flags, call('a', 1, 2), call('b', 3, 4)])).toEqual([['flags', 'a'], ['b']])
  })

  test('is the same when a call parallel to a chain ends early', () => {
    const calls = [call('flags', 0, 2), call('a', 1, 3), call('b', 4, 7), call('c', 5, 6)]
    expect(names([...calls, call('d', 8, 9)])).toEqual([['flags', 'a'], ['b', 'c'], ['d']])
  })
})

function asNewAccount(method: string, path: string, body?: unknown) {
  return async (driver: Driver) => {
    const account = await openAccount(driver)
    return () => account.call({ method, path, body })
  }
}

function toLine(trip: readonly TracedCall[], index: number): string {
  const names = trip.map(({ name }) => name).sort()
  return `  ${index + 1}. ${names.join(' | ')}\n`
}
