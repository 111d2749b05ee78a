import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import { writeTransaction } from '../../../shared/aws/transaction.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import { forgetReporter, putReport, readSameReport } from '../../../shared/reports/reports-table.ts'
import { timeOut, withFault } from '../../support/faults.ts'
import { recordCalls } from '../../support/recorded-calls.ts'
import { newReport } from '../../support/reports.ts'
import { stack, storedReports, tables } from '../../support/stack.ts'

/** Stores reports of a user directly in the table. */
async function storeReports(userId: string, count: number, comments: string): Promise<void> {
  const puts = Array.from({ length: count }, (_, index) => {
    const id = newObjectId()
    const Item = { pk: id, id, userId, contentId: id, comments, createdAt: index + 1 }
    return { PutRequest: { Item } }
  })
  for (let start = 0; start < count; start += 25) {
    const RequestItems = { [stack.reportsTableName]: puts.slice(start, start + 25) }
    await tables.send(new BatchWriteCommand({ RequestItems }))
  }
}

describe('removing a user from their reports', () => {
  test('keeps one page of reports in memory at a time', async () => {
    const userId = newObjectId()
    // A page has at most 1 MB, a report at most 20 kB.
    await storeReports(userId, 120, '\u{1f600}'.repeat(5000))
    const calls = await recordCalls(() => forgetReporter(userId))
    const reads = calls.flatMap((name, index) => (name === 'QueryCommand' ? [index] : []))
    expect(reads.length).toBeGreaterThan(2)
    for (const [nth, index] of reads.slice(1).entries()) {
      expect(index - (reads[nth] ?? 0)).toBeGreaterThan(20)
    }
    expect(await storedReports(userId)).toEqual([])
  })

  test('leaves nothing from which the user can be guessed', async () => {
    const report = newReport()
    const { userId } = report
    expect(await writeTransaction(putReport(report))).toBeUndefined()
    const other = { ...report, id: newObjectId(), userId: newObjectId() }
    expect(await writeTransaction(putReport(other))).toBeUndefined()
    await forgetReporter(userId)
    expect(await readSameReport(report)).toBeUndefined()
    expect(await readSameReport(other)).toBe(other.id)
  })

  test('deletes what keeps reports unique before it forgets whose they are', async () => {
    const report = newReport()
    const { userId } = report
    await writeTransaction(putReport(report))
    const fault = { command: 'BatchWriteItemCommand', error: timeOut() }
    await expect(withFault(fault, () => forgetReporter(userId))).rejects.toThrow()
    expect(await storedReports(userId)).toHaveLength(1)
    await forgetReporter(userId)
    expect(await readSameReport(report)).toBeUndefined()
    expect(await storedReports(userId)).toEqual([])
  })

  test('forgets the same report that is stored twice, because a version before UNIQUE# items stored one of them', async () => {
    const report = newReport()
    const { userId } = report
    const earlier = { ...report, id: newObjectId() }
    const Item = { pk: earlier.id, ...earlier }
    await tables.send(new PutCommand({ TableName: stack.reportsTableName, Item }))
    expect(await writeTransaction(putReport(report))).toBeUndefined()
    await forgetReporter(userId)
    expect(await storedReports(userId)).toEqual([])
    expect(await readSameReport(report)).toBeUndefined()
  })

  test('continues in the next run after an interruption', async () => {
    const userId = newObjectId()
    await storeReports(userId, 30, 'It is wrong')
    const fault = { command: 'UpdateItemCommand', error: timeOut(), after: 25 }
    await expect(withFault(fault, () => forgetReporter(userId))).rejects.toThrow()
    const left = (await storedReports(userId)).length
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(30)
    const calls = await recordCalls(() => forgetReporter(userId))
    expect(calls.filter((name) => name === 'UpdateItemCommand')).toHaveLength(left)
    expect(await storedReports(userId)).toEqual([])
  })
})
