import { afterEach, describe, expect, test, vi } from 'vitest'
import { type DayEntry, readStats, recordDay } from '../../../shared/mcq-stats/mcq-stats-table.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import { APRIL_28, counts, storedDays, storedStats } from '../../support/attempts.ts'
import { direct } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'

const DAY_SECONDS = 24 * 60 * 60

afterEach(() => {
  vi.useRealTimers()
})

/** One first attempt of a day. */
const entry = (head: number | undefined, updatedAt: number): DayEntry => ({
  dayStart: APRIL_28,
  head,
  updatedAt,
  attemptIds: [newObjectId()],
  firstMcqIds: [newObjectId()],
  counts: counts([1, 1], [0, 0]),
})

describe('recording a day', () => {
  test('keeps the marks of MCQs for ever, and those of attempts for 90 days', async () => {
    const { id } = await openAccount(direct)
    const now = Date.now()
    vi.useFakeTimers({ toFake: ['Date'], now })
    await recordDay({ userId: id, courseId: 1 }, entry(undefined, now))
    const marks = await storedStats(id)
    const markOf = (prefix: string) => marks.find(({ sk }) => String(sk).startsWith(prefix))
    expect(markOf('MCQ#')).toEqual({ pk: `${id}_1`, sk: expect.any(String) })
    expect(markOf('ATTEMPT#')?.expiresAt).toBe(Math.ceil(now / 1000) + 90 * DAY_SECONDS)
  })

  test('is refused when another first entry was recorded since the head was read', async () => {
    const { id } = await openAccount(direct)
    const owner = { userId: id, courseId: 1 }
    const now = Date.now()
    expect(await recordDay(owner, entry(undefined, now))).toBe('recorded')
    expect(await recordDay(owner, entry(undefined, now))).toBe('changed')
    expect(await storedDays(id)).toMatchObject([counts([1, 1], [0, 0])])
  })

  test('is refused when the head has moved since it was read', async () => {
    const { id } = await openAccount(direct)
    const owner = { userId: id, courseId: 1 }
    const now = Date.now()
    expect(await recordDay(owner, entry(undefined, now))).toBe('recorded')
    expect(await recordDay(owner, entry(now, now + 1))).toBe('recorded')
    expect(await recordDay(owner, entry(now, now + 1))).toBe('changed')
  })
})

test('all that is stored of a user in a course can be read', async () => {
  const { id } = await openAccount(direct)
  const owner = { userId: id, courseId: 1 }
  expect(await readStats(owner)).toEqual({ days: [], mcqIds: [], attempts: [] })
  const now = Date.now()
  const recorded = entry(undefined, now)
  await recordDay(owner, recorded)
  const { days, mcqIds, attempts } = await readStats(owner)
  expect(days).toEqual([{ dayStart: APRIL_28, updatedAt: now, ...recorded.counts }])
  expect(mcqIds).toEqual(recorded.firstMcqIds)
  expect(attempts.map(({ id: attemptId }) => attemptId)).toEqual(recorded.attemptIds)
  expect(attempts[0]?.expiresAt).toBeGreaterThanOrEqual(now + 90 * DAY_SECONDS * 1000)
})
