import type { DynamoDBRecord } from 'aws-lambda'

/** A record as DynamoDB Local returns it. */
export interface RawRecord {
  readonly eventName: string
  readonly dynamodb: {
    readonly SequenceNumber: string
    readonly ApproximateCreationDateTime: number
  }
  readonly userIdentity?: { readonly Type: string; readonly PrincipalId: string }
}

/** DynamoDB Local's event name for a deletion by TTL. Such a record has no `userIdentity` there. */
const DELETED_BY_TTL = 'UNKNOWN_TO_SDK_VERSION'
const TTL = { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' }

/** Converts a record to the form of Lambda's event: adds the stream's ARN and region, and TTL's identity. */
export function toStreamRecord(raw: RawRecord, streamArn: string): DynamoDBRecord {
  const isByTtl = raw.eventName === DELETED_BY_TTL
  const { Type, PrincipalId } = raw.userIdentity ?? (isByTtl ? TTL : {})
  const record = {
    ...raw,
    eventName: isByTtl ? 'REMOVE' : raw.eventName,
    awsRegion: streamArn.split(':')[3],
    eventSourceARN: streamArn,
    ...(Type && { userIdentity: { type: Type, principalId: PrincipalId } }),
  }
  return record as DynamoDBRecord
}
