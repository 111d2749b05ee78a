import { arnOf, nameOnly } from '../../template/resource-type.ts'
import { ofType, type Resource } from '../../template/template.ts'
import { startFauxqs } from '../fauxqs/fauxqs.ts'
import type { Service } from '../service.ts'
import { sqsApi } from './api.ts'

export const QUEUE = 'AWS::SQS::Queue'

/** SQS: queues in the emulator fauxqs. */
export const sqs: Service = {
  types: {
    [QUEUE]: {
      nameProperty: 'QueueName',
      toName: (generated, { FifoQueue }) => (FifoQueue ? `${generated}.fifo` : generated),
      attributes: ({ name, place }) => ({
        Ref: `${place.endpointUrl}/${place.accountId}/${name}`,
        Arn: arnOf('sqs', place, name),
        QueueName: name,
      }),
    },
    'AWS::SQS::QueuePolicy': nameOnly,
  },
  start: async ({ share }) => {
    const engine = await share(startFauxqs)
    return {
      api: sqsApi(engine.url),
      create: (resources, { region }) => {
        engine.create({ region, queues: ofType(resources, QUEUE).map(toQueue) })
        return {}
      },
    }
  },
}

const ATTRIBUTES = [
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'VisibilityTimeout',
]

/** Converts a queue to the input of fauxqs. Its attributes are strings; a map becomes JSON. */
export function toQueue({ name, properties }: Resource) {
  const attributes: Record<string, string> = {}
  for (const attribute of ATTRIBUTES) {
    const value = properties[attribute]
    if (value === undefined) continue
    attributes[attribute] = typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  return { name, attributes }
}
