import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { ServiceUnavailableError } from '../../../shared/errors.ts'
import { deleteStatsOf } from '../../../shared/mcq-stats/mcq-stats-table.ts'
import { APRIL_28, attemptsOfDay, deliver, storedStats } from '../../support/attempts.ts'
import { leavingUnprocessed } from '../../support/batch-faults.ts'
import { direct } from '../../support/drivers.ts'
import { timeOut, withFault } from '../../support/faults.ts'
import { openAccount } from '../../support/open-account.ts'
import { recordCalls } from '../../support/recorded-calls.ts'
import { stack, tables } from '../../support/stack.ts'

let other: string
beforeAll(async () => {
  other = await userWithStats(1)
})

/** The items of one course and day with this many attempts: the head, the day and, for each attempt, two markers. */
const itemsOf = (attempts: number) => 2 + 2 * attempts

async function userWithStats(attempts: number): Promise<string> {
  const { id } = await openAccount(direct)
  await deliver(attemptsOfDay(id, APRIL_28, { total: attempts, correct: 0 }))
  return id
}

describe('deleting the stats of a user', () => {
  test('deletes all of theirs and nothing of others', async () => {
    const id = await userWithStats(40)
    expect(await storedStats(id)).toHaveLength(itemsOf(40))
    await deleteStatsOf(id)
    expect(await storedStats(id)).toEqual([])
    expect(await storedStats(other)).toHaveLength(itemsOf(1))
  })

  test('reads all pages', async () => {
    const id = await userWithStats(1)
    // A page has at most 1 MB, an item at most 400 kB.
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const Item = { pk: `${id}_1`, sk: `MCQ#${name}`, filler: 'x'.repeat(350_000) }
      await tables.send(new PutCommand({ TableName: stack.mcqStatsTableName, Item }))
    }
    const calls = await recordCalls(() => deleteStatsOf(id))
    expect(calls.filter((name) => name === 'QueryCommand').length).toBeGreaterThan(1)
    expect(await storedStats(id)).toEqual([])
  })

  test('can be repeated, and succeeds for a user without stats', async () => {
    const id = await userWithStats(1)
    await deleteStatsOf(id)
    await deleteStatsOf(id)
    await deleteStatsOf('0'.repeat(24))
    expect(await storedStats(id)).toEqual([])
  })

  test('retries unprocessed items, and throws when they stay unprocessed', async () => {
    const id = await userWithStats(3)
    // deleteStatsOf gives up after six batches.
    const stubborn = leavingUnprocessed('BatchWriteItemCommand', 9, () => deleteStatsOf(id))
    await expect(stubborn).rejects.toThrow(ServiceUnavailableError)
    await leavingUnprocessed('BatchWriteItemCommand', 3, () => deleteStatsOf(id))
    expect(await storedStats(id)).toEqual([])
  })

  test('continues in the next run after an interruption', async () => {
    const id = await userWithStats(30)
    const fault = { command: 'BatchWriteItemCommand', error: timeOut(), after: 1 }
    await expect(withFault(fault, () => deleteStatsOf(id))).rejects.toThrow()
    expect((await storedStats(id)).length).toBeGreaterThan(0)
    await deleteStatsOf(id)
    expect(await storedStats(id)).toEqual([])
  })
})
