import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { LoadedFunctions } from '../functions/load-functions.ts'
import {
  deleteAccountEnvironment,
  deleteAccountPage,
} from '../pages/delete-account/delete-account-page.ts'
import { pagesOf } from '../pages/pages.ts'
import { warnOfProblems } from '../stages/report-problems.ts'
import type { Stage } from '../stages/stage.ts'
import { AccessLog } from './api/access-log.ts'
import { Api } from './api/api.ts'
import { Page } from './api/page.ts'
import { EdgeDistribution } from './edge/edge-distribution.ts'
import { Canaries } from './functions/canaries.ts'
import { lambdasIn } from './functions/contract-function.ts'
import type { FunctionContext } from './functions/function-context.ts'
import { Workers } from './functions/workers.ts'
import type { MonitoredResources } from './monitoring/monitored-resources.ts'
import { AuditLog } from './storage/audit-log.ts'
import { grantedResources } from './storage/granted-resources.ts'
import { PicturesBucket } from './storage/pictures-bucket.ts'
import { Tables } from './storage/tables.ts'

/** Properties of the stack. */
export interface UserApiStackProps extends StackProps {
  readonly stage: Stage
  readonly functions: LoadedFunctions
  /** Folder of the functions' bundles. */
  readonly bundlesFolder: string
  /** ARN of the web ACL that FirewallStack creates for CloudFront. */
  readonly webAclArn?: string
}

/** The stack of the whole service. Its outputs name the resources for clients, operators and tests. */
export class UserApiStack extends Stack {
  /** The resources that alarms and the dashboard observe. */
  readonly monitored: MonitoredResources
  readonly edge: EdgeDistribution

  constructor(scope: Construct, id: string, props: UserApiStackProps) {
    super(scope, id, props)
    const { stage, functions, bundlesFolder, webAclArn } = props

    const tables = new Tables(this, 'Tables', stage)
    const { bucket } = new PicturesBucket(this, 'Pictures', stage)
    const api = new Api(this, 'Api', stage)
    const workers = new Workers(this, 'Workers', stage)
    const { queues } = workers
    const origins = { stage, pictures: bucket, apiUrl: api.url, webAclArn }
    const edge = new EdgeDistribution(this, 'Edge', origins)
    this.edge = edge

    const context: FunctionContext = {
      stage,
      bundlesFolder,
      settings: { ...stage.settings, picturesUrl: edge.url },
      resources: grantedResources(tables, bucket, queues),
      canaries: stage.deployment === 'canary' ? new Canaries(this, 'Canaries', stage) : undefined,
    }
    const { originSecrets } = edge
    const pages = pagesOf(stage)
    api.addRoutes({ ...context, routes: functions.routes, pages, originSecrets })
    const { httpApi } = api
    for (const page of pages) {
      const environment = page === deleteAccountPage ? deleteAccountEnvironment(stage) : {}
      new Page(this, { ...context, httpApi, page, environment })
    }
    workers.addWorkers({ ...context, workers: functions.workers, usersTable: tables.users })
    const accessLog = new AccessLog(this, 'AccessLog', stage, httpApi).logGroup
    const audit = new AuditLog(this, 'AuditLog', stage)

    warnOfProblems(this, stage)
    this.monitored = { httpApi, accessLog, functions: lambdasIn(this), tables, queues }
    this.#addOutputs({
      Stage: stage.name,
      Account: this.account,
      Region: this.region,
      ApiUrl: stage.edge ? edge.url : api.url,
      UsersTableName: tables.users.tableName,
      McqDailyStatsTableName: tables.mcqStats.tableName,
      OtpsTableName: tables.otps.tableName,
      ReportsTableName: tables.reports.tableName,
      PicturesBucketName: bucket.bucketName,
      PicturesUrl: edge.url,
      McqAttemptsQueueUrl: queues.attempts.queueUrl,
      FailedMcqAttemptsQueueUrl: queues.failedAttempts.queueUrl,
      RecoveriesQueueUrl: queues.recoveries.queueUrl,
      AuditLogGroupName: audit.logGroup.logGroupName,
    })
  }

  #addOutputs(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value })
  }
}
