import { expect, test } from 'vitest'
import { writeTransaction } from '../../../shared/aws/transaction.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import type { Report } from '../../../shared/reports/report.ts'
import {
  allReports,
  type OwnedReport,
  putReport,
  readSameReport,
  reportsOfContent,
  reportsOfUser,
} from '../../../shared/reports/reports-table.ts'
import { newReport } from '../../support/reports.ts'
import '../../support/stack.ts'

/** Stores a report. */
async function store(given: Partial<OwnedReport>): Promise<OwnedReport> {
  const report = newReport(given)
  expect(await writeTransaction(putReport(report))).toBeUndefined()
  return { pk: report.id, ...report } as OwnedReport
}

test('the reports of a user and those of a content are listed newest first, without others', async () => {
  const [userId, contentId] = [newObjectId(), newObjectId()]
  const first = await store({ userId, contentId, createdAt: 1 })
  const last = await store({ userId, contentId, comments: 'Still wrong', createdAt: 3 })
  const ofUser = await store({ userId, createdAt: 2 })
  const ofContent = await store({ contentId, createdAt: 2 })
  expect(await reportsOfUser(userId)).toEqual([last, ofUser, first])
  expect(await reportsOfContent(contentId)).toEqual([last, ofContent, first])
  expect(await reportsOfUser(contentId)).toEqual([])
})

test('the reports of all users are read, and nothing else', async () => {
  const stored = [await store({}), await store({})]
  const found: Report[] = []
  for await (const report of allReports()) found.push(report)
  expect(found).toEqual(expect.arrayContaining(stored))
  expect(found.filter(({ contentId }) => contentId === undefined)).toEqual([])
})

test('the same report is stored once, and found by its content', async () => {
  const report = await store({})
  const again = { ...report, id: newObjectId(), courseId: 2, createdAt: 2 }
  const failed = await writeTransaction(putReport(again))
  expect(failed).toEqual({ report: false, unique: true })
  expect(await readSameReport(again)).toBe(report.id)
  expect(await readSameReport({ ...again, comments: 'It is right' })).toBeUndefined()
})
