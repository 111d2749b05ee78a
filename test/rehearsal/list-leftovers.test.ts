import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FakeAws, type FakeResponses, startFakeAws } from '../support/fake-aws.ts'
import { DeployedStack } from './deployed-stack.ts'
import type { Emulator } from './emulator/start-emulator.ts'
import { listLeftovers } from './list-leftovers.ts'

const REGION = 'ap-south-1'
const place = { name: 'user-api-prod', region: REGION }
const KEY = `arn:aws:kms:${REGION}:000000000000:key/1`

/** The responses of an emulator with these resources in the region. */
function responsesWith(left: {
  readonly tables?: readonly string[]
  readonly buckets?: readonly string[]
  readonly queues?: readonly string[]
  readonly logGroups?: readonly string[]
  readonly tagged?: readonly string[]
  readonly keyState?: string
}): FakeResponses {
  const { tables = [], buckets = [], queues = [], logGroups = [], tagged = [] } = left
  const bucketList = buckets.map((name) => `<Bucket><Name>${name}</Name></Bucket>`).join('')
  return {
    [`${REGION} dynamodb ListTables`]: { TableNames: tables },
    [`${REGION} s3 /?x-id=ListBuckets`]: `<ListAllMyBucketsResult><Buckets>${bucketList}</Buckets></ListAllMyBucketsResult>`,
    [`${REGION} sqs ListQueues`]: { QueueUrls: queues.map((name) => `http://localhost/0/${name}`) },
    [`${REGION} logs DescribeLogGroups`]: {
      logGroups: logGroups.map((logGroupName) => ({ logGroupName })),
    },
    [`${REGION} tagging GetResources`]: {
      ResourceTagMappingList: tagged.map((ResourceARN) => ({ ResourceARN })),
    },
    [`${REGION} kms DescribeKey`]: { KeyMetadata: { KeyState: left.keyState ?? 'Enabled' } },
  }
}

let aws: FakeAws
let emulator: Emulator
beforeAll(async () => {
  aws = await startFakeAws()
  emulator = { endpoint: aws.url, region: 'us-east-1', socketPath: '', pid: 0, environment: {} }
})
beforeEach(() => {
  aws.responses = responsesWith({})
})

describe('of a deleted stack', () => {
  test('finds resources with data by their names, and no resource of a stack whose name begins alike', async () => {
    aws.responses = responsesWith({
      tables: ['user-api-prod-users', 'user-api-production', 'user-api-dev-users'],
      buckets: ['user-api-prod-pictures', 'other'],
      queues: ['user-api-prod-attempts', 'user-api-dev-attempts'],
      logGroups: [
        '/aws/cloudformation/user-api-prod/Logs1',
        '/aws/lambda/user-api-prod-login',
        '/a/b',
      ],
    })
    expect(await listLeftovers(emulator, place)).toEqual([
      { service: 'dynamodb', name: 'user-api-prod-users' },
      { service: 's3', name: 'user-api-prod-pictures' },
      { service: 'sqs', name: 'user-api-prod-attempts' },
      { service: 'logs', name: '/aws/cloudformation/user-api-prod/Logs1' },
      { service: 'logs', name: '/aws/lambda/user-api-prod-login' },
    ])
  })

  test('finds other resources by the stack’s tag, each resource once', async () => {
    const role = 'arn:aws:iam::000000000000:role/Role1'
    const table = `arn:aws:dynamodb:${REGION}:000000000000:table/user-api-prod-users`
    aws.responses = responsesWith({ tables: ['user-api-prod-users'], tagged: [role, table, KEY] })
    expect(await listLeftovers(emulator, place)).toEqual([
      { service: 'dynamodb', name: 'user-api-prod-users' },
      { service: 'iam', name: role },
      { service: 'kms', name: KEY },
    ])
  })

  test('omits a KMS key whose deletion is scheduled', async () => {
    aws.responses = responsesWith({ tagged: [KEY], keyState: 'PendingDeletion' })
    expect(await listLeftovers(emulator, place)).toEqual([])
  })

  test('a call that the emulator refuses is an error, not an empty list', async () => {
    aws.responses = { ...responsesWith({}), [`${REGION} tagging GetResources`]: { error: 'Nope' } }
    await expect(listLeftovers(emulator, place)).rejects.toThrow(/GetResources: 400 .*Nope/)
  })
})

describe('the rehearsal requires that a destroyed stack', () => {
  const destroyed = () => {
    const stacks = { service: place, others: [{ ...place, name: 'user-api-prod-outside' }] }
    return new DeployedStack(stacks, emulator, '/nowhere')
  }

  test('leaves exactly the services that keep data', async () => {
    aws.responses = responsesWith({
      tables: ['user-api-prod-b', 'user-api-prod-a'],
      buckets: ['user-api-prod'],
    })
    expect(await destroyed().requireLeft('dynamodb', 's3')).toHaveLength(3)
    await expect(destroyed().requireLeft('dynamodb')).rejects.toThrow(
      'The stack should leave dynamodb, but left dynamodb user-api-prod-b, dynamodb user-api-prod-a, s3 user-api-prod',
    )
    await expect(destroyed().requireLeft()).rejects.toThrow('should leave nothing, but left')
  })

  test('leaves something, where that is expected', async () => {
    expect(await destroyed().requireLeft()).toEqual([])
    await expect(destroyed().requireLeft('dynamodb', 's3')).rejects.toThrow(
      'The stack should leave dynamodb, s3, but left nothing',
    )
  })

  test('leaves no resource of the stage’s other stacks', async () => {
    await destroyed().requireNoOthers()
    aws.responses = responsesWith({
      queues: ['user-api-prod-outside-a', 'user-api-prod-outside-b'],
    })
    await expect(destroyed().requireNoOthers()).rejects.toThrow(
      'user-api-prod-outside left sqs user-api-prod-outside-a, sqs user-api-prod-outside-b',
    )
  })
})
