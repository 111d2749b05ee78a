import { ofType, type Resource, requireKnown } from '../../../template/template.ts'
import { QUEUE } from '../../sqs/service.ts'
import { FUNCTION } from '../functions/describe-functions.ts'
import { functionNameOf } from '../functions/function-name.ts'
import { type RecordFilter, readFilter } from './filter-criteria.ts'

export const EVENT_SOURCE_MAPPING = 'AWS::Lambda::EventSourceMapping'

interface EventSource {
  readonly functionName: string
  readonly functionArn: string
  /** ARN of the queue or the stream. */
  readonly arn: string
  readonly batchSize: number
  /** Whether the function reports which records failed. If not, a batch fails or succeeds as a whole. */
  readonly reportsFailures: boolean
  readonly passes: RecordFilter
}

/** A queue whose messages invoke a function. */
export interface QueueSource extends EventSource {
  readonly kind: 'queue'
  readonly queueUrl: string
}

/** A table's stream whose records invoke a function. */
export interface StreamSource extends EventSource {
  readonly kind: 'stream'
  /** How often a failed batch is retried; Infinity when there is no limit. */
  readonly retries: number
  /** Whether a failed batch is split in halves. */
  readonly bisects: boolean
  /** URL of the queue that gets a message for each batch that ran out of retries. */
  readonly onFailureQueueUrl?: string
}

const KNOWN_PROPERTIES = [
  'BatchSize',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'Enabled',
  'EventSourceArn',
  'FilterCriteria',
  'FunctionName',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'MaximumRetryAttempts',
  // Not emulated. The poller of a queue has its own maximum: queue-poller.ts.
  'ScalingConfig',
  'StartingPosition',
  'Tags',
]

/** Reads the template's event source mappings that are enabled. @throws Error that names what cannot run locally. */
export function describeEventSources(
  resources: readonly Resource[],
): (QueueSource | StreamSource)[] {
  const mappings = ofType(resources, EVENT_SOURCE_MAPPING)
  const enabled = mappings.filter(({ properties }) => properties.Enabled !== false)
  return enabled.map((mapping) => describe(mapping, resources))
}

function describe(mapping: Resource, resources: readonly Resource[]): QueueSource | StreamSource {
  requireKnown(mapping, KNOWN_PROPERTIES)
  const { logicalId, properties } = mapping
  const arn: string = properties.EventSourceArn
  const functionName = functionNameOf(properties.FunctionName)
  const target = ofType(resources, FUNCTION).find(({ name }) => name === functionName)
  if (!target?.arn) throw new Error(`${logicalId}: its function is not in the template`)
  const source = {
    arn,
    functionName: target.name,
    functionArn: target.arn,
    reportsFailures: (properties.FunctionResponseTypes ?? []).includes('ReportBatchItemFailures'),
    passes: readFilter(properties.FilterCriteria),
  }
  const queueUrl = urlOfQueue(arn, resources)
  if (queueUrl) return { ...source, kind: 'queue', queueUrl, batchSize: properties.BatchSize ?? 10 }
  if (!arn.startsWith('arn:aws:dynamodb:') || properties.StartingPosition !== 'TRIM_HORIZON') {
    throw new Error(
      `${logicalId}: ${arn} is neither a queue nor a stream that is read from TRIM_HORIZON`,
    )
  }
  const retries: number = properties.MaximumRetryAttempts ?? -1
  const onFailure: string | undefined = properties.DestinationConfig?.OnFailure?.Destination
  return {
    ...source,
    kind: 'stream',
    batchSize: properties.BatchSize ?? 100,
    retries: retries < 0 ? Number.POSITIVE_INFINITY : retries,
    bisects: properties.BisectBatchOnFunctionError ?? false,
    ...(onFailure && { onFailureQueueUrl: urlOfQueue(onFailure, resources) }),
  }
}

function urlOfQueue(arn: string, resources: readonly Resource[]): string | undefined {
  return ofType(resources, QUEUE).find((queue) => queue.arn === arn)?.ref
}
