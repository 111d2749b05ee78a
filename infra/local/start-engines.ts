import { createTables } from './create-tables.ts'
import { startDynamoDbLocal } from './dynamodb-local.ts'
import { startBucketsAndQueues } from './fauxqs.ts'
import type { Resource } from './resolve-template.ts'
import type { Running } from './running.ts'

/** The programs that perform what AWS would. */
export interface Engines {
  readonly dynamoDbUrl: string
  /** Where buckets and queues are. */
  readonly storeUrl: string
  /** Creates what the template stores data in. Answers the streams' ARNs by their tables' names. */
  create(resources: readonly Resource[]): Promise<Map<string, string>>
}

/**
 * Starts all engines at once. Those that did start are in `running` even when another did not.
 * @param dataFolder where they keep their data; in memory when absent.
 */
export async function startEngines(
  region: string,
  dataFolder: string | undefined,
  running: Running,
): Promise<Engines> {
  const [dynamoDb, store] = await Promise.allSettled([
    startDynamoDbLocal(dataFolder).then((started) => {
      running.add(() => started.stop())
      return started
    }),
    startBucketsAndQueues(region, dataFolder).then((started) => {
      running.add(() => started.stop())
      return started
    }),
  ])
  if (dynamoDb.status === 'rejected') throw dynamoDb.reason
  if (store.status === 'rejected') throw store.reason
  const { url: dynamoDbUrl } = dynamoDb.value
  return {
    dynamoDbUrl,
    storeUrl: store.value.url,
    create: async (resources) => {
      store.value.create(resources)
      return await createTables(resources, dynamoDbUrl, region)
    },
  }
}
