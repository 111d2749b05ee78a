import { paginateQuery, paginateScan } from '@aws-sdk/lib-dynamodb'
import { dynamo } from '../aws/dynamodb-client.ts'
import type { TransactionItem } from '../aws/transaction.ts'
import { updateItem } from '../aws/update-item.ts'
import { resourceName } from '../config.ts'
import type { Report } from './report.ts'

/** How many reports are updated in parallel. Each report is a separate partition. */
const AT_ONCE = 20

const table = () => resourceName('reportsTable')

/** An item of a transaction that stores a report. Refused when a report with this id exists. */
export function putReport(report: Report): TransactionItem {
  return {
    Put: {
      TableName: table(),
      Item: { pk: report.id, ...report },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  }
}

/** All reports, in no order. Scans the whole table: for operators only. */
export async function* allReports(): AsyncGenerator<Report> {
  for await (const { Items = [] } of paginateScan({ client: dynamo }, { TableName: table() })) {
    yield* Items as Report[]
  }
}

/** Lists the reports of one reported item, newest first. */
export async function reportsOfContent(contentId: string): Promise<Report[]> {
  const reports: Report[] = []
  for await (const page of queryIndex('byContent', 'contentId', contentId)) reports.push(...page)
  return reports
}

/** Lists the reports of one user, newest first. The index lags a moment behind. */
export async function reportsOfUser(userId: string): Promise<Report[]> {
  const reports: Report[] = []
  for await (const page of queryIndex('byUser', 'userId', userId)) reports.push(...page)
  return reports
}

/**
 * Removes the user from their reports; the reports stay. Finds them through an index, which lags a
 * moment behind: the second purge of the user finds a report that was made just before the deletion.
 */
export async function forgetReporter(userId: string): Promise<void> {
  // Holds one page in memory: comments can be long, and a user can have years of them.
  for await (const page of queryIndex('byUser', 'userId', userId)) {
    for (let start = 0; start < page.length; start += AT_ONCE) {
      const part = page.slice(start, start + AT_ONCE)
      // Waits for all before it throws, so that the next run continues where this one stopped.
      const removals = await Promise.allSettled(part.map(({ id }) => removeUser(id)))
      const failed = removals.find((one) => one.status === 'rejected')
      if (failed) throw failed.reason
    }
  }
}

/** Does nothing for a report that does not exist. */
async function removeUser(reportId: string): Promise<void> {
  await updateItem({
    TableName: table(),
    Key: { pk: reportId },
    UpdateExpression: 'REMOVE userId',
    ConditionExpression: 'attribute_exists(pk)',
  })
}

/** Pages of at most 1 MB, newest first. */
async function* queryIndex(
  IndexName: string,
  attribute: string,
  value: string,
): AsyncGenerator<Report[]> {
  const query = {
    TableName: table(),
    IndexName,
    KeyConditionExpression: '#attribute = :value',
    ExpressionAttributeNames: { '#attribute': attribute },
    ExpressionAttributeValues: { ':value': value },
    ScanIndexForward: false,
  }
  for await (const { Items = [] } of paginateQuery({ client: dynamo }, query)) {
    yield Items as Report[]
  }
}
