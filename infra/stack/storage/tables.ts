import { RemovalPolicy } from 'aws-cdk-lib'
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import type { Stage } from '../../stages/stage.ts'

const string = (name: string) => ({ name, type: AttributeType.STRING })
const number = (name: string) => ({ name, type: AttributeType.NUMBER })

/** The tables. Their ids never change: another id is another, empty table. */
export class Tables extends Construct {
  readonly users: TableV2
  readonly mcqStats: TableV2
  readonly otps: TableV2
  readonly reports: TableV2

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    // An index has bounds of its own, and none unless told.
    const bounds = {
      maxReadRequestUnits: stage.tableThroughput?.reads,
      maxWriteRequestUnits: stage.tableThroughput?.writes,
    }
    const kept: Omit<TablePropsV2, 'partitionKey'> = {
      billing: Billing.onDemand(bounds),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: stage.keepsData },
      deletionProtection: stage.keepsData,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    }
    this.users = new TableV2(this, 'UsersTable', {
      ...kept,
      partitionKey: string('pk'),
      // Wakes the purge worker; it needs no more than the tombstone's key.
      dynamoStream: StreamViewType.KEYS_ONLY,
      globalSecondaryIndexes: [
        {
          ...bounds,
          // Sparse: only tombstones have `purge`.
          indexName: 'tombstones',
          partitionKey: string('purge'),
          sortKey: number('deletedAt'),
          projectionType: ProjectionType.ALL,
        },
      ],
    })
    this.mcqStats = new TableV2(this, 'McqDailyStatsTable', {
      ...kept,
      partitionKey: string('pk'),
      sortKey: string('sk'),
      timeToLiveAttribute: 'expiresAt',
      localSecondaryIndexes: [
        {
          // Sparse: only days have `updatedAt`.
          indexName: 'updates',
          sortKey: number('updatedAt'),
          projectionType: ProjectionType.ALL,
        },
      ],
    })
    this.otps = new TableV2(this, 'OtpsTable', {
      ...kept,
      partitionKey: string('pk'),
      sortKey: string('sk'),
      timeToLiveAttribute: 'expiresAt',
    })
    this.reports = new TableV2(this, 'ReportsTable', {
      ...kept,
      partitionKey: string('pk'),
      globalSecondaryIndexes: [
        {
          ...bounds,
          indexName: 'byContent',
          partitionKey: string('contentId'),
          sortKey: number('createdAt'),
        },
        {
          ...bounds,
          indexName: 'byUser',
          partitionKey: string('userId'),
          sortKey: number('createdAt'),
        },
      ],
    })
  }
}
