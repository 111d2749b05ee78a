import { RemovalPolicy } from 'aws-cdk-lib'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Stage } from '../../stages/stage.ts'

/** What operators did to accounts with `npm run user`: two lines of JSON for each action. */
export class AuditLog extends Construct {
  readonly logGroup: LogGroup

  constructor(scope: Construct, id: string, { auditRetentionDays }: Stage) {
    super(scope, id)
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: auditRetentionDays as RetentionDays,
      // In every stage: who deletes a stack must not delete with it what was done before.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
  }
}
