import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  type TablePropsV2,
  type TableV2,
} from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import type { Stage } from '../../stages/stage.ts'
import { isProtected, removalPolicyOf } from './removal-policy.ts'
import { addTable } from './restorable-table.ts'

const string = (name: string) => ({ name, type: AttributeType.STRING })
const number = (name: string) => ({ name, type: AttributeType.NUMBER })

/** The DynamoDB tables. Do not change their ids: a new id creates a new, empty table. */
export class Tables extends Construct {
  readonly users: TableV2
  readonly mcqStats: TableV2
  readonly otps: TableV2
  readonly reports: TableV2

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    // Set on indexes too: an index does not inherit the limits of its table.
    const limits = {
      maxReadRequestUnits: stage.tableThroughput?.reads,
      maxWriteRequestUnits: stage.tableThroughput?.writes,
    }
    const common: Omit<TablePropsV2, 'partitionKey'> = {
      billing: Billing.onDemand(limits),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: stage.keepsData },
      deletionProtection: isProtected(stage),
      removalPolicy: removalPolicyOf(stage),
    }
    this.users = addTable(this, 'UsersTable', 'users', stage, {
      ...common,
      partitionKey: string('pk'),
      // Removes the tombstones of purged accounts when no backup has data of the account any more.
      timeToLiveAttribute: 'expiresAt',
      // For the purge worker. It needs only the key of the tombstone, the item that a deletion leaves.
      dynamoStream: StreamViewType.KEYS_ONLY,
      globalSecondaryIndexes: [
        {
          ...limits,
          // A sparse index: only tombstones have `purge`.
          indexName: 'tombstones',
          partitionKey: string('purge'),
          sortKey: number('deletedAt'),
          projectionType: ProjectionType.ALL,
        },
      ],
    })
    this.mcqStats = addTable(this, 'McqDailyStatsTable', 'mcqStats', stage, {
      ...common,
      partitionKey: string('pk'),
      sortKey: string('sk'),
      timeToLiveAttribute: 'expiresAt',
      localSecondaryIndexes: [
        {
          // A sparse index: only the items of days have `updatedAt`.
          indexName: 'updates',
          sortKey: number('updatedAt'),
          projectionType: ProjectionType.ALL,
        },
      ],
    })
    this.otps = addTable(this, 'OtpsTable', 'otps', stage, {
      ...common,
      partitionKey: string('pk'),
      sortKey: string('sk'),
      timeToLiveAttribute: 'expiresAt',
    })
    this.reports = addTable(this, 'ReportsTable', 'reports', stage, {
      ...common,
      partitionKey: string('pk'),
      globalSecondaryIndexes: [
        {
          ...limits,
          indexName: 'byContent',
          partitionKey: string('contentId'),
          sortKey: number('createdAt'),
        },
        {
          ...limits,
          indexName: 'byUser',
          partitionKey: string('userId'),
          sortKey: number('createdAt'),
        },
      ],
    })
  }
}
