import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { nextTryAt, withTry } from '../../../shared/rate-limits/try-counter.ts'

const NOW = Date.UTC(2027, 0, 1)
const WINDOW = 1000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a try', () => {
  test('opens a window when it is the first', () => {
    expect(withTry(undefined, WINDOW)).toEqual({ count: 1, windowEndsAt: NOW + WINDOW })
  })

  test('does not move the end of an open window', () => {
    const open = { count: 2, windowEndsAt: NOW + 1 }
    expect(withTry(open, WINDOW)).toEqual({ count: 3, windowEndsAt: NOW + 1 })
  })

  test('opens a new window from the end of the last one on', () => {
    const ended = { count: 9, windowEndsAt: NOW }
    expect(withTry(ended, WINDOW)).toEqual({ count: 1, windowEndsAt: NOW + WINDOW })
  })
})

test('another try is allowed at the end of the window once the tries are used up, else at once', () => {
  const windowEndsAt = NOW + WINDOW
  expect(nextTryAt(undefined, 3)).toBe(0)
  expect(nextTryAt({ count: 2, windowEndsAt }, 3)).toBe(0)
  expect(nextTryAt({ count: 3, windowEndsAt }, 3)).toBe(windowEndsAt)
})
