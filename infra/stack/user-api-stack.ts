import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import type { LoadedFunctions } from '../functions/load-functions.ts'
import type { Stage } from '../stages/stage.ts'
import { warnOfExamples } from '../stages/warn-of-examples.ts'
import { AccessLog } from './api/access-log.ts'
import { Api } from './api/api.ts'
import { Edge } from './edge/edge.ts'
import { Canaries } from './functions/canaries.ts'
import { ContractFunction } from './functions/contract-function.ts'
import { DocsPage } from './functions/docs-page.ts'
import type { FunctionContext } from './functions/function-context.ts'
import { Workers } from './functions/workers.ts'
import type { Watched } from './monitoring/watched.ts'
import type { GrantedResource } from './storage/granted-resource.ts'
import { Pictures } from './storage/pictures.ts'
import { Tables } from './storage/tables.ts'

/** What the stack is made from. */
export interface UserApiStackProps extends StackProps {
  readonly stage: Stage
  readonly functions: LoadedFunctions
  /** Where the functions' bundles are. */
  readonly bundlesFolder: string
}

/** The whole service. Its outputs are how everything outside finds it. */
export class UserApiStack extends Stack {
  private readonly tables: Tables
  private readonly api: Api
  private readonly workers: Workers

  constructor(scope: Construct, id: string, props: UserApiStackProps) {
    super(scope, id, props)
    const { stage, functions, bundlesFolder } = props

    const tables = new Tables(this, 'Tables', stage)
    const pictures = new Pictures(this, 'Pictures', stage)
    const api = new Api(this, 'Api', stage)
    const edge = new Edge(this, 'Edge', { stage, pictures: pictures.bucket, apiUrl: api.url })
    const context: FunctionContext = {
      stage,
      bundlesFolder,
      settings: { ...stage.settings, picturesUrl: edge.url },
      canaries: stage.deployment === 'canary' ? new Canaries(this, 'Canaries') : undefined,
      resources: {
        usersTable: granted(tables.users),
        otpsTable: granted(tables.otps),
        mcqStatsTable: granted(tables.mcqStats),
        reportsTable: granted(tables.reports),
        picturesBucket: { name: pictures.bucket.bucketName, arn: pictures.bucket.bucketArn },
      },
    }
    const { originSecrets } = edge
    api.serve({ ...context, routes: functions.routes, originSecrets })
    if (stage.docs) new DocsPage(this, 'DocsPage', { ...context, httpApi: api.httpApi })
    const workers = new Workers(this, 'Workers', {
      ...context,
      workers: functions.workers,
      usersTable: tables.users,
    })
    new AccessLog(this, 'AccessLog', stage, api.httpApi)
    this.tables = tables
    this.api = api
    this.workers = workers

    warnOfExamples(this, stage)

    this.addOutput('ApiUrl', stage.edge ? edge.url : api.url)
    this.addOutput('UsersTableName', tables.users.tableName)
    this.addOutput('McqDailyStatsTableName', tables.mcqStats.tableName)
    this.addOutput('OtpsTableName', tables.otps.tableName)
    this.addOutput('ReportsTableName', tables.reports.tableName)
    this.addOutput('PicturesBucketName', pictures.bucket.bucketName)
    this.addOutput('PicturesUrl', edge.url)
    this.addOutput('McqAttemptsQueueUrl', workers.attemptsQueue.queueUrl)
  }

  /** What alarms and the dashboard watch. Functions are found, so that none can be forgotten. */
  get watched(): Watched {
    const { api, tables, workers } = this
    const all = this.node.findAll().filter((construct) => construct instanceof ContractFunction)
    return {
      httpApi: api.httpApi,
      functions: Object.fromEntries(all.map(({ node, lambda }) => [node.id, lambda])),
      tables,
      attemptsQueue: workers.attemptsQueue,
      failedAttempts: workers.failedAttempts,
      failedPurges: workers.failedPurges,
    }
  }

  private addOutput(id: string, value: string) {
    new CfnOutput(this, id, { value })
  }
}

function granted({ tableName, tableArn }: TableV2): GrantedResource {
  return { name: tableName, arn: tableArn }
}
