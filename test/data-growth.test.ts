import { beforeAll, describe, expect, test } from 'vitest'
import { deleteStatsOf } from '../shared/mcq-stats/mcq-stats-table.ts'
import { recordRun } from '../shared/mcq-stats/record-attempts.ts'
import type { Account } from './support/accounts.ts'
import { APRIL_28, attemptOf, deliver, storedStats } from './support/attempts.ts'
import { direct } from './support/drivers.ts'
import { timeOut, withFault } from './support/faults.ts'
import { openAccount } from './support/open-account.ts'
import { storeDays } from './support/stored-days.ts'
import { expectPage, sync } from './support/sync.ts'
import { traceCalls, unitsOf } from './support/traced-calls.ts'

const LIMIT = 50

/** Attempts of a user at different MCQs, in batches as the queue delivers them. */
async function attempt(userId: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += 40) {
    await deliver(Array.from({ length: Math.min(40, count - done) }, () => attemptOf(userId)))
  }
}

/** The cost of one page, and the cursor of the next. */
async function readPage(account: Account, next_cursor?: string) {
  let cursor: string | undefined
  const calls = await traceCalls(async () => {
    const { data, pagination } = expectPage(await sync(account, { limit: LIMIT, next_cursor }))
    expect(data).toHaveLength(LIMIT)
    cursor = pagination.next_cursor
  })
  const query = calls.filter(({ name }) => name === 'Query updates')
  const { reads } = unitsOf(query)
  return { cost: { queries: query.length, scanned: query[0]?.scanned, reads }, cursor }
}

describe('a page of a sync', () => {
  // 51 rows of about 150 bytes, in strongly consistent units of 4 KB.
  const COST = { queries: 1, scanned: LIMIT + 1, reads: 2 }
  let small: Account
  let large: Account
  beforeAll(async () => {
    small = await openAccount(direct)
    large = await openAccount(direct)
    await storeDays(small.id, 60, APRIL_28)
    await storeDays(large.id, 600, APRIL_28)
    await attempt(large.id, 200)
  })

  test('reads one row more than it returns, with few rows and with many', async () => {
    expect((await readPage(small)).cost).toEqual(COST)
    expect((await readPage(large)).cost).toEqual(COST)
  })

  test('costs the same at the end of many rows as at the beginning', async () => {
    let cursor: string | undefined
    for (let page = 1; page < 12; page++) {
      const read = await readPage(large, cursor)
      expect(read.cost).toEqual(COST)
      cursor = read.cursor
    }
  })
})

describe('recording attempts', () => {
  test('costs the same after many attempts of the user as after none', async () => {
    const { id } = await openAccount(direct)
    await attempt(id, 1)
    const costOfOne = async () => {
      const calls = await traceCalls(() => recordRun([attemptOf(id)]), { isPriced: true })
      return { names: calls.map(({ name }) => name), ...unitsOf(calls) }
    }
    const before = await costOfOne()
    await attempt(id, 400)
    expect(await costOfOne()).toEqual(before)
    expect(before.names).toEqual([
      'BatchGetItem',
      'TransactWriteItems USER, HEAD, DAY, ATTEMPT, MCQ',
    ])
  })

  test('takes two calls for all attempts of a user and day in one batch', async () => {
    const { id } = await openAccount(direct)
    const [first, ...others] = Array.from({ length: 40 }, () => attemptOf(id))
    if (!first) throw new Error('There are forty')
    expect(await traceCalls(() => recordRun([first, ...others]))).toHaveLength(2)
  })
})

describe('a purge of many rows', () => {
  test('continues where it was interrupted, for example by the timeout of its function', async () => {
    const { id } = await openAccount(direct)
    await storeDays(id, 1000)
    let left = 1000
    for (let run = 0; run < 3; run++) {
      const cutOff = { command: 'BatchWriteItemCommand', error: timeOut(), after: 10 }
      await expect(withFault(cutOff, () => deleteStatsOf(id))).rejects.toThrow()
      left -= 250
      expect(await storedStats(id)).toHaveLength(left)
    }
    await deleteStatsOf(id)
    expect(await storedStats(id)).toEqual([])
  })
})
