import { Fn, Stack } from 'aws-cdk-lib'
import type { CfnStage, HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Stage } from '../../stages/stage.ts'
import { removalPolicyOf } from '../storage/removal-policy.ts'

/**
 * Fields of a line in the access log. The IP address is personal data. It is logged because nothing else
 * shows who floods the API, and it expires with the log's retention. User agent, path, query and headers
 * are not logged, because they can identify people or contain what a client typed. `routeKey` has the route.
 */
export const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  integrationErrorMessage: '$context.integrationErrorMessage',
  /** Error of API Gateway itself, e.g. too many requests. */
  gatewayError: '$context.error.message',
  lambdaRequestId: '$context.integration.requestId',
} as const

/** The access log of an HTTP API: one line of JSON per request. */
export class AccessLog extends Construct {
  readonly logGroup: LogGroup

  constructor(scope: Construct, id: string, stage: Stage, api: HttpApi) {
    super(scope, id)
    const { stackName, stackId } = Stack.of(this)
    // The last part of arn:aws:cloudformation:<region>:<account>:stack/<name>/<id>.
    const uniqueId = Fn.select(2, Fn.split('/', stackId))
    this.logGroup = new LogGroup(this, 'Logs', {
      // CloudWatch allows API Gateway to write through one policy of limited size. Log groups with this prefix need no
      // entry in it. The id in the name allows a new stack while the log of a deleted stack still exists.
      logGroupName: `/aws/vendedlogs/apis/${stackName}-${uniqueId}`,
      retention: stage.logRetentionDays as RetentionDays,
      removalPolicy: removalPolicyOf(stage),
    })
    const apiStage = api.defaultStage?.node.defaultChild as CfnStage
    apiStage.accessLogSettings = {
      destinationArn: this.logGroup.logGroupArn,
      format: JSON.stringify(ACCESS_LOG_FIELDS),
    }
  }
}
