import { QueryCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { dynamo } from '../aws/dynamodb-client.ts'
import { isConditionFailure } from '../aws/failures.ts'
import { type TransactionItem, updateItem } from '../aws/transaction.ts'
import { resourceName } from '../config.ts'
import type { Report } from './report.ts'

/** Reports that are freed of their user at the same time: each is a partition of its own. */
const AT_ONCE = 20

const table = () => resourceName('reportsTable')

/** Stores a report, for a transaction; refused when there is one with this id. */
export function putReport(report: Report): TransactionItem {
  return {
    Put: {
      TableName: table(),
      Item: { pk: report.id, ...report },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  }
}

/** All reports, a page at a time, in no order. Reads the whole table: for operators only. */
export async function* allReports(): AsyncGenerator<Report> {
  let from: Record<string, unknown> | undefined
  do {
    const page = await dynamo.send(new ScanCommand({ TableName: table(), ExclusiveStartKey: from }))
    yield* (page.Items ?? []) as Report[]
    from = page.LastEvaluatedKey
  } while (from)
}

/** The reports of one content, newest first. */
export async function reportsOfContent(contentId: string): Promise<Report[]> {
  const reports: Report[] = []
  for await (const page of pages('byContent', 'contentId', contentId)) reports.push(...page)
  return reports
}

/**
 * Takes the user out of their reports, which stay. Finds them by an index, which lags behind by a
 * moment: what was reported just before a deletion is found by the sweep.
 */
export async function forgetReporter(userId: string): Promise<void> {
  // A page at a time: comments may be long, and there may be years of them.
  for await (const page of pages('byUser', 'userId', userId)) {
    for (let start = 0; start < page.length; start += AT_ONCE) {
      const part = page.slice(start, start + AT_ONCE)
      // All of them end before one's failure is told: the next run begins where this one stopped.
      const removals = await Promise.allSettled(part.map(({ id }) => removeUser(id)))
      const failed = removals.find((one) => one.status === 'rejected')
      if (failed) throw failed.reason
    }
  }
}

async function removeUser(reportId: string): Promise<void> {
  try {
    await updateItem(
      new UpdateCommand({
        TableName: table(),
        Key: { pk: reportId },
        UpdateExpression: 'REMOVE userId',
        ConditionExpression: 'attribute_exists(pk)',
      }),
    )
  } catch (error) {
    if (!isConditionFailure(error)) throw error
  }
}

/** Pages of at most 1 MB. */
async function* pages(index: string, attribute: string, value: string): AsyncGenerator<Report[]> {
  let from: Record<string, unknown> | undefined
  do {
    const page = await dynamo.send(
      new QueryCommand({
        TableName: table(),
        IndexName: index,
        KeyConditionExpression: '#attribute = :value',
        ExpressionAttributeNames: { '#attribute': attribute },
        ExpressionAttributeValues: { ':value': value },
        ScanIndexForward: false,
        ExclusiveStartKey: from,
      }),
    )
    yield (page.Items ?? []) as Report[]
    from = page.LastEvaluatedKey
  } while (from)
}
