import { S3 } from '@aws-sdk/client-s3'
import { SQS } from '@aws-sdk/client-sqs'
import type { Principal } from '../../../../../infra/local/endpoint/access.ts'
import { startAwsEndpoint } from '../../../../../infra/local/endpoint/aws-endpoint.ts'
import { openFauxqs } from '../../../../../infra/local/services/fauxqs/fauxqs.ts'
import { s3Api } from '../../../../../infra/local/services/s3/api.ts'
import { sqsApi } from '../../../../../infra/local/services/sqs/api.ts'
import { toQueue } from '../../../../../infra/local/services/sqs/service.ts'
import { account, host, region } from '../../endpoint/endpoint-fixture.ts'

export const bucket = 'pictures'
export const bucketArn = `arn:aws:s3:::${bucket}`
export const queueName = 'attempts.fifo'
export const queueArn = `arn:aws:sqs:${region}:${account}:${queueName}`
const failedName = 'failed.fifo'
/** The name of the only function. */
const functionName = 'worker'

/** The queues of the template. */
const queues = [
  {
    logicalId: 'Failed',
    name: failedName,
    type: 'AWS::SQS::Queue',
    properties: { FifoQueue: true },
  },
  {
    logicalId: 'Attempts',
    name: queueName,
    type: 'AWS::SQS::Queue',
    properties: {
      FifoQueue: true,
      FifoThroughputLimit: 'perMessageGroupId',
      DeduplicationScope: 'messageGroup',
      VisibilityTimeout: 150,
      RedrivePolicy: {
        deadLetterTargetArn: `arn:aws:sqs:${region}:${account}:${failedName}`,
        maxReceiveCount: 2,
      },
    },
  },
]

/** Starts a bucket and two queues behind an endpoint, with clients of an operator and of a function. */
export async function startStores(folder?: string) {
  const store = await openFauxqs(folder)
  store.create({ region, buckets: [bucket], queues: queues.map(toQueue) })
  const endpoint = await startAwsEndpoint({
    host,
    port: 0,
    account,
    region,
    principals: new Map<string, Principal>([
      ['OPERATOR', { kind: 'operator' }],
      ['WORKER', { kind: 'function', functionName, policies: [] }],
    ]),
    apis: [s3Api(store.url), sqsApi(store.url)],
  })
  const clientOptions = (accessKeyId: string) => ({
    endpoint: endpoint.url,
    region,
    credentials: { accessKeyId, secretAccessKey: 'x' },
  })
  return {
    endpointUrl: endpoint.url,
    storeUrl: store.url,
    queueUrl: `${endpoint.url}/${account}/${queueName}`,
    failedUrl: `${endpoint.url}/${account}/${failedName}`,
    clientOptions,
    operator: { s3: new S3(clientOptions('OPERATOR')), sqs: new SQS(clientOptions('OPERATOR')) },
    worker: { s3: new S3(clientOptions('WORKER')), sqs: new SQS(clientOptions('WORKER')) },
    /** Replaces the function's grants, each `service:Action resource`. */
    grant: (...grants: string[]) => {
      const policies = grants.map((one) => {
        const [Action = '', Resource = ''] = one.split(' ')
        return { Statement: { Effect: 'Allow' as const, Action, Resource } }
      })
      endpoint.replacePolicies(functionName, policies)
    },
    replacePolicies: (...statements: object[]) => {
      const Statement = statements as never
      endpoint.replacePolicies(functionName, [{ Statement }])
    },
    stop: async () => {
      await endpoint.close()
      await store.stop()
    },
  }
}
