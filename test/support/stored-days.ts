import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { DAY_MS } from '../../shared/time.ts'
import { stack, tables } from './stack.ts'

const MAX_PUTS = 25

/**
 * Stores consecutive days of a user in course 1 directly, from `firstDay` (epoch ms) on. `updatedAt` is 1
 * for the first day, 2 for the second, and so on.
 */
export async function storeDays(userId: string, count: number, firstDay = 0): Promise<void> {
  const puts = Array.from({ length: count }, (_, index) => {
    const dayStart = firstDay + index * DAY_MS
    const counts = {
      firstAttemptTotal: 40,
      firstAttemptCorrect: 25,
      reattemptTotal: 10,
      reattemptCorrect: 5,
    }
    const Item = { pk: `${userId}_1`, sk: `DAY#${dayStart}`, dayStart, updatedAt: index + 1 }
    return { PutRequest: { Item: { ...Item, ...counts } } }
  })
  for (let start = 0; start < puts.length; start += MAX_PUTS) {
    const RequestItems = { [stack.mcqStatsTableName]: puts.slice(start, start + MAX_PUTS) }
    const { UnprocessedItems = {} } = await tables.send(new BatchWriteCommand({ RequestItems }))
    if (Object.keys(UnprocessedItems).length > 0) throw new Error('Some days were not stored')
  }
}
