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

/** The event name of DynamoDB Local for a deletion by TTL, which it returns without an identity. */
const DELETED_BY_TTL = 'UNKNOWN_TO_SDK_VERSION'
const TTL = { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' }

/** Converts a record to that of Lambda's event, with the stream's ARN, its region and TTL's identity. */
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
