import { S3 } from '@aws-sdk/client-s3'
import { SQS } from '@aws-sdk/client-sqs'
import type { Principal } from '../../../../infra/local/aws-endpoint/access.ts'
import { startAwsEndpoint } from '../../../../infra/local/aws-endpoint/aws-endpoint.ts'
import { s3 } from '../../../../infra/local/aws-endpoint/s3.ts'
import { sqs } from '../../../../infra/local/aws-endpoint/sqs.ts'
import { startBucketsAndQueues } from '../../../../infra/local/fauxqs.ts'
import { account, host, region } from './endpoint-fixture.ts'

export const bucket = 'pictures'
export const bucketArn = `arn:aws:s3:::${bucket}`
export const queueName = 'attempts.fifo'
export const queueArn = `arn:aws:sqs:${region}:${account}:${queueName}`
const failedName = 'failed.fifo'
/** The name of the one function. */
const functionName = 'worker'

/** The resources as the resolver hands them over. */
const resources = [
  { logicalId: 'Pictures', name: bucket, type: 'AWS::S3::Bucket', properties: {} },
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
      VisibilityTimeout: 150,
      RedrivePolicy: {
        deadLetterTargetArn: `arn:aws:sqs:${region}:${account}:${failedName}`,
        maxReceiveCount: 2,
      },
    },
  },
]

/** A bucket and two queues behind an endpoint, with clients of an operator and of a function. */
export async function startStores(folder?: string) {
  const store = await startBucketsAndQueues(region, folder)
  store.create(resources)
  const endpoint = await startAwsEndpoint({
    host,
    port: 0,
    account,
    region,
    principals: new Map<string, Principal>([
      ['OPERATOR', { kind: 'operator' }],
      ['WORKER', { kind: 'function', functionName, policies: [] }],
    ]),
    services: { s3: s3(store.url), sqs: sqs(store.url) },
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
    /** Leaves the function with exactly these grants, each `service:Action resource`. */
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
