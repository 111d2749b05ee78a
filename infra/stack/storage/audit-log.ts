import { RemovalPolicy } from 'aws-cdk-lib'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Stage } from '../../stages/stage.ts'

/** The log of what operators do with `npm run user` and `npm run restore`: two lines of JSON for each action. */
export class AuditLog extends Construct {
  readonly logGroup: LogGroup

  constructor(scope: Construct, id: string, { auditRetentionDays }: Stage) {
    super(scope, id)
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: auditRetentionDays as RetentionDays,
      // Kept in every stage: deleting a stack must not delete the record of earlier actions.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
  }
}
