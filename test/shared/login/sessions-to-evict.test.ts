import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Session } from '../../../shared/accounts/session.ts'
import { sessionsToEvict } from '../../../shared/login/sessions-to-evict.ts'
import { DAY_MS } from '../../../shared/time.ts'

const today = Date.UTC(2026, 10, 26)
const now = today + DAY_MS / 2
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A session by the days since its login and since its last use; null: never used. */
function session(login: number, lastUse: number | null, more: Partial<Session> = {}): Session {
  const createdAt = now - login * DAY_MS
  const used = lastUse === null ? undefined : today - lastUse * DAY_MS
  const expiresAt = (used ?? createdAt) + 30 * DAY_MS
  return { secretHash: '', network: '', createdAt, expiresAt, lastUsedAt: used, ...more }
}

/** The session that a login ends when the user has as many as allowed. */
function evictedOf(sessions: Readonly<Record<string, Session>>): string | undefined {
  return sessionsToEvict(sessions, Object.keys(sessions).length)[0]
}

test('a login ends no session while there is room, and as many as are too many', () => {
  const sessions = { phone: session(9, 1), tablet: session(5, 3), browser: session(2, 0) }
  expect(sessionsToEvict(sessions, 4)).toEqual([])
  expect(sessionsToEvict(sessions, 3)).toEqual(['tablet'])
  expect(sessionsToEvict(sessions, 2)).toEqual(['tablet', 'phone'])
})

describe('of several sessions, a login ends', () => {
  test('one that has expired', () => {
    expect(
      evictedOf({ unused: session(20, null), expired: session(60, 40), used: session(2, 1) }),
    ).toBe('expired')
    const tooOld = session(366, 0)
    expect(evictedOf({ unused: session(20, null), tooOld })).toBe('tooOld')
  })

  test('else the oldest of those that were not used since their login', () => {
    expect(
      evictedOf({
        phone: session(25, 20),
        second: session(2, null),
        first: session(5, null),
        browser: session(1, 0),
      }),
    ).toBe('first')
  })

  test('else the one unused for longest, not the oldest', () => {
    expect(
      evictedOf({ phone: session(200, 0), tablet: session(100, 9), browser: session(50, 3) }),
    ).toBe('tablet')
  })

  test('else, of those used on the same day, the oldest', () => {
    expect(evictedOf({ browser: session(3, 0), phone: session(9, 0), tablet: session(5, 0) })).toBe(
      'phone',
    )
  })

  test('not the newest login of today, which its device may be about to use', () => {
    const justNow = session(0, null)
    expect(evictedOf({ phone: session(9, 1), justNow })).toBe('phone')
    expect(evictedOf({ phone: session(9, 1), abandoned: session(0.1, null), justNow })).toBe(
      'abandoned',
    )
    expect(evictedOf({ phone: session(9, 1), yesterdays: session(1, null) })).toBe('yesterdays')
  })

  test('not the newest login when it was at the first moment of today', () => {
    const atMidnight = session(0.5, null)
    expect(atMidnight.createdAt).toBe(today)
    expect(evictedOf({ phone: session(9, 1), atMidnight })).toBe('phone')
  })
})
