import { describe, expect, test } from 'vitest'
import type { Attempt } from '../../shared/mcq-stats/attempt.ts'
import { newObjectId } from '../../shared/object-id.ts'
import { DAY_MS } from '../../shared/time.ts'
import type { Account } from '../support/accounts.ts'
import { APRIL_28, attemptOf, deliver, storedDays } from '../support/attempts.ts'
import { direct } from '../support/drivers.ts'
import { openAccount } from '../support/open-account.ts'
import { Random } from '../support/random.ts'
import { expectPage, sync } from '../support/sync.ts'

const newUser = async () => await openAccount(direct)

/** Attempts of a user at a few MCQs on a few days. */
function someAttempts(userId: string, random: Random, howMany: number, days: number): Attempt[] {
  const mcqIds = Array.from({ length: 5 }, newObjectId)
  return Array.from({ length: howMany }, () =>
    attemptOf(userId, {
      mcq_id: random.pick(mcqIds),
      is_correct: random.below(3) > 0,
      attempted_at_epoch_ms: APRIL_28 + random.below(days) * DAY_MS + random.below(DAY_MS),
    }),
  )
}

/** Splits messages into batches as SQS does: up to ten, and some are delivered again later. */
function batchesOf(messages: readonly Attempt[], random: Random): Attempt[][] {
  const batches: Attempt[][] = []
  for (let start = 0; start < messages.length; ) {
    const size = 1 + random.below(10)
    batches.push(messages.slice(start, start + size))
    // Sometimes a batch is delivered again, or overlaps with the next.
    start += random.below(4) === 0 ? Math.floor(size / 2) : size
  }
  return batches
}

/** The counts after attempts are recorded in this order, by the start of the day. */
function model(attempts: readonly Attempt[]) {
  const days = new Map<number, [number, number, number, number]>()
  const [seen, tried] = [new Set<string>(), new Set<string>()]
  for (const { attempt_id, mcq_id, is_correct, attempted_at_epoch_ms: time } of attempts) {
    if (seen.has(attempt_id)) continue
    const day = days.get(time - (time % DAY_MS)) ?? [0, 0, 0, 0]
    const offset = tried.has(mcq_id) ? 2 : 0
    day[offset] = (day[offset] ?? 0) + 1
    if (is_correct) day[offset + 1] = (day[offset + 1] ?? 0) + 1
    days.set(time - (time % DAY_MS), day)
    seen.add(attempt_id)
    tried.add(mcq_id)
  }
  return days
}

async function recorded(userId: string) {
  const days = await storedDays(userId)
  return new Map(
    days.map((day) => [
      day.dayStart,
      [
        day.firstAttemptTotal,
        day.firstAttemptCorrect,
        day.reattemptTotal,
        day.reattemptCorrect,
      ] as const,
    ]),
  )
}

describe('attempts in any order, some repeated', () => {
  test.each([1, 2, 3, 4, 5, 6])('have the same totals (seed %i)', async (seed) => {
    const random = new Random(seed)
    const { id } = await newUser()
    const attempts = someAttempts(id, random, 16, 3)
    const again = attempts.filter(() => random.below(2) === 0)
    const order = random.shuffle([...attempts, ...again])
    for (const batch of batchesOf(order, random)) expect(await deliver(batch)).toEqual([])
    const days = await recorded(id)
    // The order decides which attempts are first, not how many a day has.
    expect(days).toEqual(model(order))
    let firsts = 0
    for (const [day, [first, firstCorrect, more, moreCorrect]] of days) {
      const ofDay = attempts.filter(
        ({ attempted_at_epoch_ms: time }) => time - (time % DAY_MS) === day,
      )
      expect(first + more).toBe(ofDay.length)
      expect(firstCorrect + moreCorrect).toBe(ofDay.filter((one) => one.is_correct).length)
      expect(firstCorrect).toBeLessThanOrEqual(first)
      expect(moreCorrect).toBeLessThanOrEqual(more)
      firsts += first
    }
    expect(firsts).toBe(new Set(attempts.map(({ mcq_id }) => mcq_id)).size)
  })
})

describe('a client that syncs while attempts are recorded', () => {
  /** Delivers the failed messages again, as SQS does, until none fails. */
  async function write(batches: readonly Attempt[][]): Promise<void> {
    for (const batch of batches) {
      let open = batch
      while (open.length > 0) {
        const failed = await deliver(open)
        open = failed.map((index) => open[index]).filter((one) => one !== undefined)
      }
    }
  }

  /** Syncs page by page, and keeps the latest row of each day. */
  async function follow(account: Account, random: Random, isOver: () => boolean) {
    const known = new Map<number, unknown>()
    const positions: number[] = []
    let next_cursor: string | undefined
    for (let last = false; !last; ) {
      // The sync is complete when a page after the last write has no more.
      const ended = isOver()
      const page = expectPage(await sync(account, { limit: 1 + random.below(4), next_cursor }))
      for (const row of page.data) known.set(row.day_start_epoch_ms, row)
      next_cursor = page.pagination.next_cursor ?? undefined
      if (page.data.length > 0 && next_cursor) {
        positions.push(JSON.parse(Buffer.from(next_cursor, 'base64').toString()).updated_at)
      }
      last = ended && !page.pagination.has_more
    }
    return { known, positions }
  }

  test.each([11, 12, 13])('has every final value in the end (seed %i)', async (seed) => {
    const random = new Random(seed)
    const account = await newUser()
    const attempts = someAttempts(account.id, random, 48, 7)
    // Two parallel workers, as when SQS delivers a group again before the first has ended.
    const writers = [attempts.slice(0, 24), attempts.slice(24)].map((part) =>
      write(batchesOf(part, random)),
    )
    let over = false
    const writing = Promise.all(writers).then(() => {
      over = true
    })
    const [one, other] = await Promise.all([
      follow(account, new Random(seed + 100), () => over),
      follow(account, new Random(seed + 200), () => over),
      writing,
    ])
    const all = expectPage(await sync(account, { limit: 100 }))
    const final = new Map(
      all.data.map((row: { day_start_epoch_ms: number }) => [row.day_start_epoch_ms, row]),
    )
    for (const { known, positions } of [one, other]) {
      expect(known).toEqual(final)
      expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b))
      expect(positions.length).toBeGreaterThan(1)
    }
    const days = await recorded(account.id)
    const total = [...days.values()].reduce((sum, [first, , again]) => sum + first + again, 0)
    expect(total).toBe(attempts.length)
  })
})
