import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import type { CfnStage, HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Stage } from '../../stages/stage.ts'

/**
 * A line of the access log, by its fields. The address stays, though it is personal data: it is the
 * only trace of who floods the API, and goes with the log's retention. The user agent does not: it
 * helps nobody here and makes people recognisable. Neither does the path: `routeKey` tells the route,
 * and whatever else somebody typed, or put into a query, is not ours to keep. No header is logged.
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
  /** What API Gateway itself answered, e.g. that there were too many requests. */
  gatewayError: '$context.error.message',
  lambdaRequestId: '$context.integration.requestId',
} as const

/** The access log of an HTTP API: one line of JSON for each request. */
export class AccessLog extends Construct {
  readonly logGroup: LogGroup

  constructor(scope: Construct, id: string, { logRetentionDays }: Stage, api: HttpApi) {
    super(scope, id)
    this.logGroup = new LogGroup(this, 'Logs', {
      // Under this prefix CloudWatch need not write each log group into a policy of limited size.
      logGroupName: `/aws/vendedlogs/apis/${Stack.of(this).stackName}`,
      retention: logRetentionDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const apiStage = api.defaultStage?.node.defaultChild as CfnStage
    apiStage.accessLogSettings = {
      destinationArn: this.logGroup.logGroupArn,
      format: JSON.stringify(ACCESS_LOG_FIELDS),
    }
  }
}
