import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Resource } from '../../../shared/config.ts'
import type { Tables } from './tables.ts'

/** A resource that functions use. `name` (a queue's URL) goes into their environment, `arn` into policies. */
export interface GrantedResource {
  readonly name: string
  readonly arn: string
}

/** The tables, the bucket and the queues by the names that contracts use. */
export function grantedResources(
  tables: Tables,
  pictures: Bucket,
  queues: Readonly<Record<'failedAttempts' | 'recoveries', Queue>>,
): Record<Resource, GrantedResource> {
  return {
    usersTable: toGranted(tables.users),
    otpsTable: toGranted(tables.otps),
    mcqStatsTable: toGranted(tables.mcqStats),
    reportsTable: toGranted(tables.reports),
    picturesBucket: { name: pictures.bucketName, arn: pictures.bucketArn },
    attemptsDeadLetters: toGrantedQueue(queues.failedAttempts),
    recoveries: toGrantedQueue(queues.recoveries),
  }
}

function toGranted({ tableName, tableArn }: TableV2): GrantedResource {
  return { name: tableName, arn: tableArn }
}

function toGrantedQueue({ queueUrl, queueArn }: Queue): GrantedResource {
  return { name: queueUrl, arn: queueArn }
}
