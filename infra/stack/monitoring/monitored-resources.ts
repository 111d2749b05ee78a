import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { ILogGroup } from 'aws-cdk-lib/aws-logs'
import type { Queue } from 'aws-cdk-lib/aws-sqs'

type MonitoredQueue =
  | 'attempts'
  | 'failedAttempts'
  | 'recoveries'
  | 'failedRecoveries'
  | 'failedPurges'

/** The resources that alarms and the dashboard observe. */
export interface MonitoredResources {
  readonly httpApi: HttpApi
  readonly accessLog: ILogGroup
  /** By construct id, e.g. `UsersInfoPatch`. */
  readonly functions: Readonly<Record<string, LambdaFunction>>
  readonly tables: Readonly<Record<'users' | 'mcqStats' | 'otps' | 'reports', TableV2>>
  readonly queues: Readonly<Record<MonitoredQueue, Queue>>
}
