import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { LoadedFunctions } from '../functions/load-functions.ts'
import type { Stage } from '../stages/stage.ts'
import { warnOfExamples } from '../stages/warn-of-examples.ts'
import { AccessLog } from './api/access-log.ts'
import { Api } from './api/api.ts'
import { DocsPage } from './api/docs-page.ts'
import { EdgeDistribution } from './edge/edge-distribution.ts'
import { Canaries } from './functions/canaries.ts'
import { lambdasIn } from './functions/contract-function.ts'
import type { FunctionContext } from './functions/function-context.ts'
import { Workers } from './functions/workers.ts'
import type { MonitoredResources } from './monitoring/monitored-resources.ts'
import { grantedResources } from './storage/granted-resources.ts'
import { PicturesBucket } from './storage/pictures-bucket.ts'
import { Tables } from './storage/tables.ts'

/** Properties of the stack. */
export interface UserApiStackProps extends StackProps {
  readonly stage: Stage
  readonly functions: LoadedFunctions
  /** Folder of the functions' bundles. */
  readonly bundlesFolder: string
  /** The web ACL that the firewall's stack creates for CloudFront. */
  readonly webAclArn?: string
}

/** The whole service. Clients, operators and tests find its resources by the outputs. */
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
      resources: grantedResources(tables, bucket, queues.failedAttempts),
      canaries: stage.deployment === 'canary' ? new Canaries(this, 'Canaries') : undefined,
    }
    const { originSecrets } = edge
    api.addRoutes({ ...context, routes: functions.routes, originSecrets })
    if (stage.docs) new DocsPage(this, 'DocsPage', { ...context, httpApi: api.httpApi })
    workers.addWorkers({ ...context, workers: functions.workers, usersTable: tables.users })
    new AccessLog(this, 'AccessLog', stage, api.httpApi)

    warnOfExamples(this, stage)
    this.monitored = { httpApi: api.httpApi, functions: lambdasIn(this), tables, queues }
    this.#addOutputs({
      ApiUrl: stage.edge ? edge.url : api.url,
      UsersTableName: tables.users.tableName,
      McqDailyStatsTableName: tables.mcqStats.tableName,
      OtpsTableName: tables.otps.tableName,
      ReportsTableName: tables.reports.tableName,
      PicturesBucketName: bucket.bucketName,
      PicturesUrl: edge.url,
      McqAttemptsQueueUrl: queues.attempts.queueUrl,
      FailedMcqAttemptsQueueUrl: queues.failedAttempts.queueUrl,
    })
  }

  #addOutputs(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value })
  }
}
