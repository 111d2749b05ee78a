import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Emulator } from './emulator/start-emulator.ts'

/** A resource that is left of a deleted stack. */
export interface Leftover {
  /** As in ARNs, e.g. `dynamodb`. */
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
  /** The value of the header `X-Amz-Target`. */
  readonly operation: string
  readonly input: object
}

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' }

/**
 * Lists the resources that are left of a deleted stack. Finds resources with data by their name, and all
 * others by the tag that CloudFormation sets. Omits KMS keys whose deletion is scheduled.
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
    listLogGroups(emulator),
  ])
  // Names of logs have several parts: the emulator's `/aws/cloudformation/<stack>/<logical id>`.
  const isOfStack = ({ name }: Leftover) =>
    name.split('/').some((part) => part === stackName || part.startsWith(`${stackName}-`))
  const named = found.flat().filter(isOfStack)
  const isNamed = ({ service }: Leftover) => ['dynamodb', 'logs', 's3', 'sqs'].includes(service)
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

async function listLogGroups(emulator: Place): Promise<Leftover[]> {
  const operation = 'Logs_20140328.DescribeLogGroups'
  const { logGroups } = await call(emulator, { service: 'logs', operation, input: {} })
  return (logGroups as { logGroupName: string }[]).map(({ logGroupName }) => {
    return { service: 'logs', name: logGroupName }
  })
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
