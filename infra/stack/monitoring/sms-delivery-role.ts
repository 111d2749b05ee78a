import { CfnOutput, Stack } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { acceptDeliveryLogs } from '../nag/accepted-findings.ts'

/**
 * The role that SNS assumes to log whether mobile operators delivered an SMS. An SNS attribute must name the role.
 * CloudFormation cannot set that attribute: docs/operations.md has the command.
 */
export class SmsDeliveryRole extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id)
    const stack = Stack.of(this)
    const { partition, region, account } = stack
    // SNS creates two log groups whose names begin like this: for deliveries, and for failures.
    const logGroups = `arn:${partition}:logs:${region}:${account}:log-group:sns/${region}/${account}/DirectPublishToPhoneNumber*`
    const writeLogs = new PolicyStatement({
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroups],
    })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('sns.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
      inlinePolicies: {
        logs: new PolicyDocument({ statements: [writeLogs] }),
      },
    })
    acceptDeliveryLogs(role)
    new CfnOutput(stack, 'SmsDeliveryRoleArn', { value: role.roleArn })
  }
}
