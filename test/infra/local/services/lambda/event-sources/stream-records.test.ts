import { expect, test } from 'vitest'
import { toStreamRecord } from '../../../../../../infra/local/services/lambda/event-sources/stream-records.ts'

const arn = 'arn:aws:dynamodb:ap-south-1:000000000000:table/Users/stream/2026-01-01T00:00:00.000'
const dynamodb = { SequenceNumber: '1', ApproximateCreationDateTime: 0 }

test('a deletion by TTL is a REMOVE by DynamoDB itself', () => {
  // As DynamoDB Local 3.3 returns it.
  const raw = { eventName: 'UNKNOWN_TO_SDK_VERSION', awsRegion: 'ddblocal', dynamodb }
  expect(toStreamRecord(raw, arn)).toEqual({
    eventName: 'REMOVE',
    awsRegion: 'ap-south-1',
    eventSourceARN: arn,
    userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    dynamodb,
  })
})

test('a deletion by a caller has no identity', () => {
  const record = toStreamRecord({ eventName: 'REMOVE', dynamodb }, arn)
  expect(record).not.toHaveProperty('userIdentity')
})
