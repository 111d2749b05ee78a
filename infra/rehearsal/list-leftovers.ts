import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Emulator } from './emulator/start-emulator.ts'

/** A resource that is left of a deleted stack. */
export interface Leftover {
  /** As ARNs name it, e.g. `dynamodb`. */
  readonly service: string
  readonly name: string
}

/** A stack that was deployed. */
export interface StackPlace {
  readonly name: string
  readonly region: string
}

type Place = Pick<Emulator, 'endpoint' | 'region'>

interface Call {
  readonly service: string
  /** As the header `X-Amz-Target` names it. */
  readonly operation: string
  readonly input: object
}

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' }

/**
 * Lists what is left of a deleted stack: what holds data by its name, all else by the tags that
 * CloudFormation put on it. Keys are left out that AWS deletes after their waiting period.
 */
export async function listLeftovers(
  { endpoint }: Emulator,
  { name: stackName, region }: StackPlace,
): Promise<Leftover[]> {
  const emulator = { endpoint, region }
  const found = await Promise.all([
    listTables(emulator),
    listBuckets(emulator),
    listQueues(emulator),
  ])
  const named = found.flat().filter(({ name }) => name.startsWith(`${stackName}-`))
  const isNamed = ({ service }: Leftover) => ['dynamodb', 's3', 'sqs'].includes(service)
  const tagged = (await listTagged(emulator, stackName)).filter((one) => !isNamed(one))
  return [...named, ...tagged]
}

async function listTables({ endpoint, region }: Place): Promise<Leftover[]> {
  const client = new DynamoDBClient({ endpoint, region, credentials: CREDENTIALS })
  const { TableNames = [] } = await client.send(new ListTablesCommand())
  return TableNames.map((name) => ({ service: 'dynamodb', name }))
}

async function listBuckets({ endpoint, region }: Place): Promise<Leftover[]> {
  const client = new S3Client({ endpoint, region, credentials: CREDENTIALS })
  const { Buckets = [] } = await client.send(new ListBucketsCommand())
  return Buckets.map(({ Name: name = '' }) => ({ service: 's3', name }))
}

async function listQueues({ endpoint, region }: Place): Promise<Leftover[]> {
  const client = new SQSClient({ endpoint, region, credentials: CREDENTIALS })
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand())
  return QueueUrls.map((url) => ({ service: 'sqs', name: url.split('/').at(-1) ?? '' }))
}

async function listTagged(emulator: Place, stackName: string): Promise<Leftover[]> {
  const { ResourceTagMappingList: found } = await call(emulator, {
    service: 'tagging',
    operation: 'ResourceGroupsTaggingAPI_20170126.GetResources',
    input: { TagFilters: [{ Key: 'aws:cloudformation:stack-name', Values: [stackName] }] },
  })
  const left: Leftover[] = []
  for (const { ResourceARN: name } of found as { ResourceARN: string }[]) {
    const service = name.split(':')[2] ?? ''
    if (service === 'kms' && (await isPendingDeletion(emulator, name))) continue
    left.push({ service, name })
  }
  return left
}

async function isPendingDeletion(emulator: Place, KeyId: string): Promise<boolean> {
  const operation = 'TrentService.DescribeKey'
  const { KeyMetadata } = await call(emulator, { service: 'kms', operation, input: { KeyId } })
  return (KeyMetadata as { KeyState: string }).KeyState === 'PendingDeletion'
}

/** Calls a service of AWS's JSON protocol. The emulator does not check its own user's signature. */
async function call(
  { endpoint, region }: Place,
  { service, operation, input }: Call,
): Promise<Record<string, unknown>> {
  const scope = `Credential=test/20260101/${region}/${service}/aws4_request`
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': operation,
      authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  })
  if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Record<string, unknown>
}
