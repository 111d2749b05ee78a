import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import type { User } from '../../shared/accounts/user.ts'
import type { World } from './world.ts'

type Item = Record<string, unknown> & { pk: string; sk?: string }

/** Everything that is stored. Consistent only while nothing is written. */
export interface StoredState {
  readonly users: readonly Item[]
  readonly otps: readonly Item[]
  readonly stats: readonly Item[]
  readonly reports: readonly Item[]
  /** Keys of the bucket's objects. */
  readonly objects: readonly string[]
}

/** Reads all tables and the bucket. */
export async function readState(world: World): Promise<StoredState> {
  const scan = async (table: string) => await scanAll(world, world.output(table))
  const [users, otps, stats, reports, objects] = await Promise.all([
    scan('UsersTableName'),
    scan('OtpsTableName'),
    scan('McqDailyStatsTableName'),
    scan('ReportsTableName'),
    listObjects(world),
  ])
  return { users, otps, stats, reports, objects }
}

/** The profiles of all users. */
export function profilesOf({ users }: StoredState): User[] {
  return users.filter(({ pk }) => pk.startsWith('USER#')) as unknown as User[]
}

/** The items of the users table whose key has this prefix, by the rest of the key. */
export function byKey({ users }: StoredState, prefix: string): Map<string, Item> {
  const found = users.filter(({ pk }) => pk.startsWith(prefix))
  return new Map(found.map((item) => [item.pk.slice(prefix.length), item]))
}

/** The tombstones of deleted users whose purge is not done, by user id. */
export function openTombstones(state: StoredState): Map<string, Item> {
  return new Map([...byKey(state, 'PURGE#')].filter(([, { purge }]) => purge === 'PURGE'))
}

/** Whether an item is a rate counter, which a refused request may change. */
export function isCounter({ sk }: Item): boolean {
  return sk?.startsWith('TRIES') ?? false
}

/** The number of messages in a queue, received ones included. */
export async function messagesIn(world: World, queueUrl: string): Promise<number> {
  const { Attributes = {} } = await world.queues.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  )
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0)
}

async function scanAll({ tables }: World, TableName: string): Promise<Item[]> {
  const items: Item[] = []
  let ExclusiveStartKey: Record<string, unknown> | undefined
  do {
    const page = await tables.send(
      new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }),
    )
    items.push(...((page.Items ?? []) as Item[]))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return items
}

async function listObjects(world: World): Promise<string[]> {
  const keys: string[] = []
  let ContinuationToken: string | undefined
  do {
    const page = await world.buckets.send(
      new ListObjectsV2Command({ Bucket: world.output('PicturesBucketName'), ContinuationToken }),
    )
    keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key))
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken)
  return keys
}
