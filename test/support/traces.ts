import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { expect } from 'vitest'
import { buckets, stack, tables } from './stack.ts'

const tableNames = [
  stack.usersTableName,
  stack.otpsTableName,
  stack.mcqStatsTableName,
  stack.reportsTableName,
]

async function scan(TableName: string): Promise<string[]> {
  const lines: string[] = []
  let from: Record<string, unknown> | undefined
  do {
    const page = await tables.send(
      new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey: from }),
    )
    lines.push(...(page.Items ?? []).map((item) => `${TableName}: ${JSON.stringify(item)}`))
    from = page.LastEvaluatedKey
  } while (from)
  return lines
}

/** Matches what is left of an account after the last purge: a tombstone that is closed. */
export const onlyTombstone = [expect.stringContaining('"purge":"PURGED"')]

/** All stored items and object keys that contain one of these texts. */
export async function tracesOf(...texts: string[]): Promise<string[]> {
  const { Contents = [] } = await buckets.send(
    new ListObjectsV2Command({ Bucket: stack.picturesBucketName }),
  )
  const stored = [
    ...(await Promise.all(tableNames.map(scan))).flat(),
    ...Contents.map(({ Key }) => Key ?? ''),
  ]
  return stored.filter((line) => texts.some((text) => line.includes(text)))
}
