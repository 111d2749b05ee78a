import type { DynamoDBRecord } from 'aws-lambda'

/** A record as DynamoDB Local answers it. */
export interface RawRecord {
  readonly eventName: string
  readonly dynamodb: {
    readonly SequenceNumber: string
    readonly ApproximateCreationDateTime: number
  }
  readonly userIdentity?: { readonly Type: string; readonly PrincipalId: string }
}

/** What DynamoDB Local calls a deletion by TTL, without saying whose it is. */
const DELETED_BY_TTL = 'UNKNOWN_TO_SDK_VERSION'
const TTL = { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' }

/** A record as Lambda hands it over: with the stream's ARN, its region, and who deleted by TTL. */
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
