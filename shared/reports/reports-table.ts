import { QueryCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { dynamo } from '../aws/clients.ts'
import { isConditionFailure } from '../aws/failures.ts'
import { type TransactionItem, updateItem } from '../aws/transaction.ts'
import { resourceName } from '../config.ts'
import type { Report } from './report.ts'

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
  return await query('byContent', 'contentId', contentId)
}

/**
 * Takes the user out of their reports, which stay. Finds them by an index, which lags behind by a
 * moment: what was reported just before a deletion is found by the sweep.
 */
export async function forgetReporter(userId: string): Promise<void> {
  for (const { id } of await query('byUser', 'userId', userId)) {
    await removeUser(id)
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

async function query(index: string, attribute: string, value: string): Promise<Report[]> {
  const reports: Report[] = []
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
    reports.push(...((page.Items ?? []) as Report[]))
    from = page.LastEvaluatedKey
  } while (from)
  return reports
}
