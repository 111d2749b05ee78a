import { describe, expect, test, vi } from 'vitest'
import { newObjectId } from '../../../shared/object-id.ts'
import {
  APRIL_28,
  APRIL_29,
  attemptOf,
  attemptsOfDay,
  counts,
  deliver,
  storedCounts,
  storedDays,
  storedStats,
} from '../../support/attempts.ts'
import { missingOnce } from '../../support/batch-faults.ts'
import { direct } from '../../support/drivers.ts'
import { afterCall } from '../../support/faults.ts'
import { openAccount } from '../../support/open-account.ts'

const newUser = async () => await openAccount(direct)

describe('an attempt', () => {
  test('counts as the first at an MCQ once, and as a re-attempt afterwards', async () => {
    const { id } = await newUser()
    const mcq_id = newObjectId()
    expect(await deliver([attemptOf(id, { mcq_id, is_correct: false })])).toEqual([])
    expect(await storedCounts(id)).toEqual([counts([1, 0], [0, 0])])
    await deliver([attemptOf(id, { mcq_id }), attemptOf(id, { mcq_id, is_correct: false })])
    expect(await storedCounts(id)).toEqual([counts([1, 0], [2, 1])])
  })

  test('counts as a re-attempt also on another day and within one batch', async () => {
    const { id } = await newUser()
    const mcq_id = newObjectId()
    const next = { mcq_id, attempted_at_epoch_ms: APRIL_29 }
    await deliver([attemptOf(id, next), attemptOf(id, { mcq_id }), attemptOf(id, next)])
    expect(await storedCounts(id)).toEqual([counts([0, 0], [1, 1]), counts([1, 1], [1, 1])])
  })

  test('counts for the UTC day on which it was made', async () => {
    const { id } = await newUser()
    const times = [APRIL_28, APRIL_29 - 1, APRIL_29]
    await deliver(times.map((time) => attemptOf(id, { attempted_at_epoch_ms: time })))
    const days = await storedDays(id)
    expect(days.map(({ dayStart, firstAttemptTotal }) => [dayStart, firstAttemptTotal])).toEqual([
      [APRIL_28, 2],
      [APRIL_29, 1],
    ])
  })

  test('counts as the first separately for each user', async () => {
    const [one, other] = [await newUser(), await newUser()]
    const mcq_id = newObjectId()
    await deliver([attemptOf(one.id, { mcq_id }), attemptOf(other.id, { mcq_id })])
    expect(await storedCounts(one.id)).toEqual([counts([1, 1], [0, 0])])
    expect(await storedCounts(other.id)).toEqual([counts([1, 1], [0, 0])])
  })

  test('counts once, however often it is delivered and with which other messages', async () => {
    const { id } = await newUser()
    const attempts = attemptsOfDay(id, APRIL_28, { total: 4, correct: 3 }, { total: 2, correct: 1 })
    const [first, second] = attempts
    if (!first || !second) throw new Error('There are no attempts')
    await deliver([first, first])
    await deliver(attempts)
    await deliver([second, ...attempts.toReversed()])
    await deliver([{ ...first, is_correct: !first.is_correct, mcq_id: newObjectId() }])
    expect(await storedCounts(id)).toEqual([counts([4, 3], [2, 1])])
  })

  test('leaves a marker that expires only after its message can no longer be redelivered', async () => {
    const { id } = await newUser()
    await deliver([attemptOf(id)])
    const mark = (await storedStats(id)).find(({ sk }) => String(sk).startsWith('ATTEMPT#'))
    const days = (Number(mark?.expiresAt) - Date.now() / 1000) / 86_400
    expect(days).toBeGreaterThan(4 + 14 + 4)
    expect(days).toBeLessThan(91)
  })

  test('is recorded also in a batch larger than one transaction', async () => {
    const { id } = await newUser()
    const many = attemptsOfDay(id, APRIL_28, { total: 95, correct: 60 })
    expect(await deliver(many)).toEqual([])
    expect(await storedCounts(id)).toEqual([counts([95, 60], [0, 0])])
  })
})

describe('an attempt of a deleted user', () => {
  test('is dropped and stores nothing', async () => {
    const { id, call } = await newUser()
    await call({ method: 'DELETE', path: '/users' })
    expect(await deliver([attemptOf(id)])).toEqual([])
    expect(await deliver([attemptOf(newObjectId())])).toEqual([])
    expect(await storedStats(id)).toEqual([])
  })

  test('stores nothing when the user is deleted between its read and its write', async () => {
    const { id, call } = await newUser()
    const deletion = async () => await call({ method: 'DELETE', path: '/users' })
    const failed = await afterCall('BatchGetItemCommand', deletion, () =>
      deliver([attemptOf(id), attemptOf(id, { attempted_at_epoch_ms: APRIL_29 })]),
    )
    expect(failed).toEqual([])
    expect(await storedStats(id)).toEqual([])
  })
})

test('parallel workers count every attempt once, and one first attempt per MCQ', async () => {
  const { id } = await newUser()
  const mcq_id = newObjectId()
  let open = Array.from({ length: 6 }, () => attemptOf(id, { mcq_id }))
  while (open.length > 0) {
    const failed = await Promise.all(open.map((attempt) => deliver([attempt, attempt])))
    open = open.filter((_, index) => failed[index]?.length !== 0)
  }
  expect(await storedCounts(id)).toEqual([counts([1, 1], [5, 5])])
})

describe('a read that began before another worker’s write and ended after it', () => {
  test('does not count an attempt twice', async () => {
    const { id } = await newUser()
    const given = attemptOf(id)
    await deliver([given])
    expect(await missingOnce('ATTEMPT#', () => deliver([given]))).toEqual([])
    expect(await storedCounts(id)).toEqual([counts([1, 1], [0, 0])])
  })

  test('does not count a re-attempt as an MCQ’s first attempt', async () => {
    const { id } = await newUser()
    const given = attemptOf(id)
    await deliver([given])
    const again = attemptOf(id, { mcq_id: given.mcq_id })
    expect(await missingOnce('MCQ#', () => deliver([again]))).toEqual([])
    expect(await storedCounts(id)).toEqual([counts([1, 1], [1, 1])])
  })
})

describe('updatedAt', () => {
  test('is later than another worker’s commit that came after the head was read', async () => {
    const { id } = await newUser()
    const now = Date.now()
    vi.useFakeTimers({ toFake: ['Date'], now })
    const other = async () => {
      vi.setSystemTime(now + 3_600_000)
      await deliver([attemptOf(id, { attempted_at_epoch_ms: APRIL_29 })])
      vi.setSystemTime(now)
    }
    try {
      await deliver([attemptOf(id)])
      await afterCall('BatchGetItemCommand', other, () => deliver([attemptOf(id)]))
    } finally {
      vi.useRealTimers()
    }
    const [first, second] = await storedDays(id)
    expect(second?.updatedAt).toBe(now + 3_600_000)
    expect(first?.updatedAt).toBe(now + 3_600_001)
  })

  test('increases with every commit while the clock goes back and forth by an hour', async () => {
    const { id } = await newUser()
    const start = Date.now()
    const hour = start + 3_600_000
    const seen: unknown[] = []
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      for (const hours of [0, 1, -1, 0, -1, -1, 1, 1, 0]) {
        vi.setSystemTime(start + hours * 3_600_000)
        expect(await deliver([attemptOf(id)])).toEqual([])
        const [day] = await storedDays(id)
        seen.push(day?.updatedAt)
      }
    } finally {
      vi.useRealTimers()
    }
    expect(seen).toEqual([start, hour, ...[1, 2, 3, 4, 5, 6, 7].map((ms) => hour + ms)])
  })

  test('is an attribute of day items only, so that the index contains nothing else', async () => {
    const { id } = await newUser()
    await deliver([attemptOf(id)])
    const withIt = (await storedStats(id)).filter((item) => 'updatedAt' in item)
    expect(withIt.map(({ sk }) => sk)).toEqual([`DAY#${APRIL_28}`])
  })
})
