import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { DAY_MS } from '../../../../shared/time.ts'
import type { Account } from '../../../support/accounts.ts'
import type { Driver } from '../../../support/api-request.ts'
import { APRIL_28, APRIL_29, attemptOf, attemptsOfDay, deliver } from '../../../support/attempts.ts'
import { direct, drivers } from '../../../support/drivers.ts'
import { timeOut, withFault } from '../../../support/faults.ts'
import { openAccount } from '../../../support/open-account.ts'
import { expectError } from '../../../support/responses.ts'
import { expectPage, sync } from '../../../support/sync.ts'

/** Records one attempt on each of the given number of days, in order, starting with April 28. */
async function accountWithDays(driver: Driver, days: number): Promise<Account> {
  const account = await openAccount(driver)
  const times = Array.from({ length: days }, (_, index) => APRIL_28 + index * DAY_MS)
  await deliver(times.map((time) => attemptOf(account.id, { attempted_at_epoch_ms: time })))
  return account
}

const startsOf = (page: { data: { day_start_epoch_ms: number }[] }) =>
  page.data.map((row) => (row.day_start_epoch_ms - APRIL_28) / DAY_MS)

describe.each(drivers)('GET /users/mcq-daily/sync over $name', (driver) => {
  let five: Account
  beforeAll(async () => {
    five = await accountWithDays(driver, 5)
  })

  test('returns no rows to a user without attempts', async () => {
    const account = await openAccount(driver)
    expect(expectPage(await sync(account))).toMatchObject({
      data: [],
      pagination: { next_cursor: null, prev_cursor: null, limit: 50, has_more: false },
    })
  })

  test('accepts the device’s clock in 13 digits', async () => {
    expectPage(await sync(five, {}, { 'x-dev-time': '1714400300000' }))
    expectError(await sync(five, {}, { 'x-dev-time': '1714400300' }), 422, 1006)
  })

  test('returns the row that changed last at the end', async () => {
    const account = await accountWithDays(driver, 3)
    await deliver([attemptOf(account.id)])
    expect(startsOf(expectPage(await sync(account)))).toEqual([1, 2, 0])
  })

  test.each([1, 2, 3, 4, 5, 6])('returns every row once in pages of %i', async (limit) => {
    const seen: number[] = []
    let cursor: string | undefined
    for (let hasMore = true; hasMore; ) {
      const page = expectPage(await sync(five, { limit, next_cursor: cursor }))
      seen.push(...startsOf(page))
      expect(page.pagination.limit).toBe(limit)
      expect(page.pagination.has_more).toBe(seen.length < 5)
      expect(page.data.length).toBe(Math.min(limit, 5 - (seen.length - page.data.length)))
      cursor = page.pagination.next_cursor
      hasMore = page.pagination.has_more
    }
    expect(seen).toEqual([0, 1, 2, 3, 4])
  })

  test('resumes after the last page with the rows changed since then', async () => {
    const account = await accountWithDays(driver, 3)
    const { next_cursor } = expectPage(await sync(account)).pagination
    const still = expectPage(await sync(account, { next_cursor }))
    expect(still.data).toEqual([])
    expect(still.pagination).toMatchObject({ next_cursor, has_more: false })
    await deliver([attemptOf(account.id, { is_correct: false })])
    const changed = expectPage(await sync(account, { next_cursor }))
    expect(changed.data).toEqual([
      {
        id: `${account.id}_1_${APRIL_28}`,
        day_start_epoch_ms: APRIL_28,
        first_attempt_total: 2,
        first_attempt_correct: 1,
        reattempt_total: 0,
        reattempt_correct: 0,
        overall_total: 2,
        overall_correct: 1,
      },
    ])
  })

  test('omits days before sync_from_epoch_ms and fills the page with the others', async () => {
    const from = (days: number, limit: number) =>
      sync(five, { sync_from_epoch_ms: APRIL_28 + days * DAY_MS, limit })
    const two = expectPage(await from(3, 2))
    expect(startsOf(two)).toEqual([3, 4])
    expect(two.pagination.has_more).toBe(false)
    const first = expectPage(await from(2, 2))
    expect(startsOf(first)).toEqual([2, 3])
    expect(first.pagination.has_more).toBe(true)
    const none = expectPage(await from(5, 2))
    expect(none).toMatchObject({ data: [], pagination: { next_cursor: null, has_more: false } })
  })

  test('rounds sync_from_epoch_ms down to its UTC day', async () => {
    const midnightInIndia = APRIL_29 - 5.5 * 60 * 60 * 1000
    const froms = [midnightInIndia, APRIL_29 - 1, APRIL_29, APRIL_29 + 1]
    const pages = await Promise.all(froms.map((from) => sync(five, { sync_from_epoch_ms: from })))
    expect(pages.map((page) => startsOf(expectPage(page)))).toEqual([
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ])
  })

  test('returns at most 100 rows at once', async () => {
    const account = await accountWithDays(driver, 101)
    const page = expectPage(await sync(account, { limit: 100 }))
    expect(page.data).toHaveLength(100)
    expect(page.pagination.has_more).toBe(true)
    const { next_cursor } = page.pagination
    const rest = expectPage(await sync(account, { limit: 100, next_cursor }))
    expect(startsOf(rest)).toEqual([100])
    expect(rest.pagination.has_more).toBe(false)
    const byDefault = expectPage(await sync(account))
    expect(byDefault.data).toHaveLength(50)
    expect(byDefault.pagination).toMatchObject({ limit: 50, has_more: true })
  })

  test('returns a user’s own rows and refuses another user’s cursor', async () => {
    const other = await accountWithDays(driver, 1)
    const page = expectPage(await sync(other))
    expect(page.data.map(({ id }: { id: string }) => id)).toEqual([`${other.id}_1_${APRIL_28}`])
    const { next_cursor } = page.pagination
    const { details } = expectError(await sync(five, { next_cursor }), 422, 1006)
    expect(details).toEqual([{ path: 'next_cursor', message: expect.any(String) }])
  })

  test('accepts a cursor in the future and returns no rows after it', async () => {
    const text = JSON.stringify({
      updated_at: Number.MAX_SAFE_INTEGER,
      id: `${five.id}_1_${APRIL_28}`,
    })
    const next_cursor = Buffer.from(text).toString('base64')
    const page = expectPage(await sync(five, { next_cursor }))
    expect(page).toMatchObject({ data: [], pagination: { next_cursor, has_more: false } })
  })

  test.each([
    ['no course_id', '?sync_from_epoch_ms=0', 'course_id'],
    ['no sync_from_epoch_ms', '?course_id=1', 'sync_from_epoch_ms'],
    ['an unknown course', '?course_id=2&sync_from_epoch_ms=0', 'course_id'],
    ['a course by its name', '?course_id=UPSC&sync_from_epoch_ms=0', 'course_id'],
    ['a course as a fraction', '?course_id=1.0&sync_from_epoch_ms=0', 'course_id'],
    ['two courses', '?course_id=1&course_id=1&sync_from_epoch_ms=0', 'course_id'],
    ['a negative day', '?course_id=1&sync_from_epoch_ms=-1', 'sync_from_epoch_ms'],
    ['a day with an exponent', '?course_id=1&sync_from_epoch_ms=1e12', 'sync_from_epoch_ms'],
    ['an empty day', '?course_id=1&sync_from_epoch_ms=', 'sync_from_epoch_ms'],
    ['a date', '?course_id=1&sync_from_epoch_ms=2024-04-28', 'sync_from_epoch_ms'],
    [
      'a day beyond all integers',
      '?course_id=1&sync_from_epoch_ms=9007199254740993',
      'sync_from_epoch_ms',
    ],
    ['a limit of 0', '?course_id=1&sync_from_epoch_ms=0&limit=0', 'limit'],
    ['a limit of 101', '?course_id=1&sync_from_epoch_ms=0&limit=101', 'limit'],
    ['an empty limit', '?course_id=1&sync_from_epoch_ms=0&limit=', 'limit'],
    ['two limits', '?course_id=1&sync_from_epoch_ms=0&limit=5&limit=6', 'limit'],
    ['an empty cursor', '?course_id=1&sync_from_epoch_ms=0&next_cursor=', 'next_cursor'],
    ['an odd cursor', '?course_id=1&sync_from_epoch_ms=0&next_cursor=MQ==', 'next_cursor'],
  ])('refuses %s', async (_, query, path) => {
    const response = await five.call({ method: 'GET', path: `/users/mcq-daily/sync${query}` })
    const { details } = expectError(response, 422, 1006)
    expect(details).toMatchObject([{ path }])
  })

  test.each([
    ['', 'course_id', 'Must be an integer, one of: 1 (UPSC CSE)'],
    ['course_id=2', 'course_id', 'Must be an integer, one of: 1 (UPSC CSE)'],
    ['limit=-1', 'limit', 'Must be a positive integer'],
    [
      'sync_from_epoch_ms=-1',
      'sync_from_epoch_ms',
      'Must be epoch milliseconds, e.g. 1714262400000',
    ],
    ['', 'sync_from_epoch_ms', 'Must be epoch milliseconds, e.g. 1714262400000'],
    [
      'sync_from_epoch_ms=2024-04-28',
      'sync_from_epoch_ms',
      'Must be epoch milliseconds, e.g. 1714262400000',
    ],
  ])('for the query "%s", says what %s must be', async (query, path, message) => {
    const response = await five.call({ method: 'GET', path: `/users/mcq-daily/sync?${query}` })
    const { details } = expectError(response, 422, 1006)
    expect(details).toContainEqual({ path, message })
  })

  test('checks the session before it validates the query', async () => {
    const response = await driver.call({ method: 'GET', path: '/users/mcq-daily/sync?limit=0' })
    expectError(response, 401, 1001)
  })
})

test('an unavailable index is a 503 with Retry-After', async () => {
  const account = await openAccount(direct)
  const fault = { command: 'QueryCommand', error: timeOut() }
  const response = await withFault(fault, () => sync(account))
  expectError(response, 503, 1009)
  expect(Number(response.headers['retry-after'])).toBeGreaterThan(0)
})

describe('a row that has just changed', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
    vi.useRealTimers()
  })

  test('is returned after the settle window', async () => {
    const account = await openAccount(direct)
    vi.stubEnv('SYNC_SETTLE_MS', '2000')
    const now = Date.now()
    vi.useFakeTimers({ toFake: ['Date'], now })
    await deliver(attemptsOfDay(account.id, APRIL_28, { total: 1, correct: 1 }))
    vi.setSystemTime(now + 1999)
    expect(expectPage(await sync(account)).data).toEqual([])
    vi.setSystemTime(now + 2000)
    expect(expectPage(await sync(account)).data).toHaveLength(1)
  })
})
