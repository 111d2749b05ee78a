import { RemovalPolicy } from 'aws-cdk-lib'
import {
  AttributeType,
  Billing,
  type ITableV2,
  TableEncryptionV2,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import type { Stage } from '../stages.ts'

/** The tables. Their ids never change: another id is another, empty table. */
export class Tables extends Construct {
  readonly users: ITableV2
  readonly otps: ITableV2

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    const kept: Partial<TablePropsV2> = {
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: stage.keepsData },
      deletionProtection: stage.keepsData,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    }
    this.users = new TableV2(this, 'UsersTable', {
      ...kept,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
    })
    this.otps = new TableV2(this, 'OtpsTable', {
      ...kept,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
    })
  }
}
