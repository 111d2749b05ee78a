import { functionNameOf } from '../functions/function-name.ts'
import type { Resource } from '../resolve-template.ts'
import { type RecordFilter, readFilter } from './filter-criteria.ts'

interface EventSource {
  readonly functionName: string
  readonly functionArn: string
  /** ARN of the queue or the stream. */
  readonly arn: string
  readonly batchSize: number
  /** Whether the function answers which records failed; else a batch fails or succeeds as a whole. */
  readonly reportsFailures: boolean
  readonly passes: RecordFilter
}

/** A queue that a function empties. */
export interface QueueSource extends EventSource {
  readonly kind: 'queue'
  readonly queueUrl: string
}

/** A table's stream that a function follows. */
export interface StreamSource extends EventSource {
  readonly kind: 'stream'
  /** How often a batch is tried again; Infinity when nothing ends it. */
  readonly retries: number
  readonly bisects: boolean
  /** URL of the queue that is told of batches that were given up. */
  readonly onFailureQueueUrl?: string
}

// What decides nothing here, or is read below. Anything else would behave otherwise than on AWS.
const KNOWN = [
  ...['BatchSize', 'BisectBatchOnFunctionError', 'DestinationConfig', 'Enabled'],
  ...['EventSourceArn', 'FilterCriteria', 'FunctionName', 'FunctionResponseTypes'],
  ...['MaximumBatchingWindowInSeconds', 'MaximumRetryAttempts', 'StartingPosition', 'Tags'],
]

/** Reads the template's event source mappings. @throws Error naming what cannot run locally. */
export function describeEventSources(
  resources: readonly Resource[],
): (QueueSource | StreamSource)[] {
  return resources
    .filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping')
    .map((mapping) => describe(mapping, resources))
}

function describe(
  { logicalId, properties }: Resource,
  resources: readonly Resource[],
): QueueSource | StreamSource {
  const unknown = Object.keys(properties).find((name) => !KNOWN.includes(name))
  if (unknown) throw new Error(`${logicalId}: ${unknown} is not understood locally`)
  const arn: string = properties.EventSourceArn
  const target = resources.find(({ type, name }) => {
    return type === 'AWS::Lambda::Function' && name === functionNameOf(properties.FunctionName)
  })
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
    throw new Error(`${logicalId}: ${arn} is neither a queue nor a stream from its TRIM_HORIZON`)
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
  return resources.find((one) => one.type === 'AWS::SQS::Queue' && one.arn === arn)?.ref
}
