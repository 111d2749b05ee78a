import { hash } from 'node:crypto'
import { batchDelete } from '../aws/batch.ts'
import { getItem } from '../aws/get-item.ts'
import { queryAll, queryPages, scanPages } from '../aws/read-pages.ts'
import type { TransactionItem } from '../aws/transaction.ts'
import { updateItem } from '../aws/update-item.ts'
import { resourceName } from '../config.ts'
import type { Report } from './report.ts'

/** How many reports are updated in parallel. That overloads no partition, because each report has its own. */
const AT_ONCE = 20

const table = () => resourceName('reportsTable')

/** A report whose user has an account. */
export type OwnedReport = Report & { readonly userId: string }

const keys = {
  report: (id: string) => ({ pk: id }),
  /** Keeps the report unique, by what makes two reports the same. Deleted with the user. */
  unique: ({ userId, contentId, contentType, issueType, comments }: OwnedReport) => {
    const content = JSON.stringify([userId, contentId, contentType, issueType, comments])
    return { pk: `UNIQUE#${hash('sha256', content)}` }
  },
}

/** Makes the items of a transaction that stores a report. `unique` fails when the same report is stored. */
export function putReport(report: OwnedReport) {
  const { id } = report
  return {
    report: { Put: { TableName: table(), Item: { ...keys.report(id), ...report } } },
    unique: {
      Put: {
        TableName: table(),
        Item: { ...keys.unique(report), reportId: id },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
  } satisfies Record<string, TransactionItem>
}

/** Reads the id of the stored report that is the same. Undefined when there is none, or its user was purged. */
export async function readSameReport(report: OwnedReport): Promise<string | undefined> {
  const item = await getItem(table(), keys.unique(report))
  return item?.reportId as string | undefined
}

/** Reads all reports, in no particular order. For operators only, because it scans the whole table. */
export async function* allReports(): AsyncGenerator<Report> {
  const FilterExpression = 'attribute_exists(id)'
  for await (const page of scanPages<Report>({ TableName: table(), FilterExpression })) yield* page
}

/** Lists the reports of one MCQ or docket, newest first. */
export async function reportsOfContent(contentId: string): Promise<Report[]> {
  return await queryAll<Report>(onIndex('byContent', 'contentId', contentId))
}

/** Lists the reports of one user, newest first. The index may miss a report of the last moments. */
export async function reportsOfUser(userId: string): Promise<Report[]> {
  return await queryAll<Report>(onIndex('byUser', 'userId', userId))
}

/**
 * Removes the user's id from the user's reports; the reports stay. Nothing links them to the user then. The index may
 * miss a report that was made just before the deletion of the user. The second purge of the user finds it
 * (erasure/purge-user.ts).
 */
export async function forgetReporter(userId: string): Promise<void> {
  // Reads page by page to save memory: comments can be long, and a user may have reported for years.
  for await (const page of queryPages<OwnedReport>(onIndex('byUser', 'userId', userId))) {
    for (let start = 0; start < page.length; start += AT_ONCE) {
      const part = page.slice(start, start + AT_ONCE)
      // Before the removals, because nothing finds these items without the user's id.
      await batchDelete(table(), uniqueKeysOf(part))
      // Waits for all removals before it throws, so that the next call continues where this one stopped.
      const removals = await Promise.allSettled(part.map(({ id }) => removeUser(id)))
      const failed = removals.find((one) => one.status === 'rejected')
      if (failed) throw failed.reason
    }
  }
}

/**
 * The keys of what keeps these reports unique, each once: DynamoDB refuses a batch with a key twice. Two reports can have
 * the same key: an older version did not keep the first of them unique.
 */
function uniqueKeysOf(reports: readonly OwnedReport[]): { pk: string }[] {
  const names = new Set(reports.map((report) => keys.unique(report).pk))
  return [...names].map((pk) => ({ pk }))
}

/** Removes the user's id from a report. Does nothing when the report does not exist. */
async function removeUser(reportId: string): Promise<void> {
  await updateItem({
    TableName: table(),
    Key: keys.report(reportId),
    UpdateExpression: 'REMOVE userId',
    ConditionExpression: 'attribute_exists(pk)',
  })
}

/** The query of an index, newest reports first. */
function onIndex(IndexName: string, attribute: string, value: string) {
  return {
    TableName: table(),
    IndexName,
    KeyConditionExpression: '#attribute = :value',
    ExpressionAttributeNames: { '#attribute': attribute },
    ExpressionAttributeValues: { ':value': value },
    ScanIndexForward: false,
  }
}
