import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import { AccessLog } from './constructs/access-log.ts'
import { Api } from './constructs/api.ts'
import { Canaries } from './constructs/canaries.ts'
import type { FunctionSurroundings, GrantedResource } from './constructs/contract-function.ts'
import { DocsPage } from './constructs/docs-page.ts'
import { Edge } from './constructs/edge.ts'
import { Pictures } from './constructs/pictures.ts'
import { Tables } from './constructs/tables.ts'
import { Workers } from './constructs/workers.ts'
import type { LoadedFunctions } from './load-functions.ts'
import type { Stage } from './stages.ts'
import { warnOfExamples } from './warn-of-examples.ts'

/** What the stack is made from. */
export interface UserApiStackProps extends StackProps {
  readonly stage: Stage
  readonly functions: LoadedFunctions
  /** Where the functions' bundles are. */
  readonly bundlesFolder: string
}

/** The whole service. Its outputs are how everything outside finds it. */
export class UserApiStack extends Stack {
  readonly tables: Tables
  readonly api: Api
  readonly workers: Workers

  constructor(scope: Construct, id: string, props: UserApiStackProps) {
    super(scope, id, props)
    const { stage, functions, bundlesFolder } = props

    const tables = new Tables(this, 'Tables', stage)
    const pictures = new Pictures(this, 'Pictures', stage)
    const api = new Api(this, 'Api', stage)
    const edge = new Edge(this, 'Edge', { stage, pictures: pictures.bucket, apiUrl: api.url })
    const surroundings: FunctionSurroundings = {
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
    api.serve({ ...surroundings, routes: functions.routes, originSecrets })
    if (stage.docs) new DocsPage(this, 'DocsPage', { ...surroundings, httpApi: api.httpApi })
    const workers = new Workers(this, 'Workers', {
      ...surroundings,
      workers: functions.workers,
      usersTable: tables.users,
    })
    new AccessLog(this, 'AccessLog', stage, api.httpApi)
    this.tables = tables
    this.api = api
    this.workers = workers

    warnOfExamples(this, stage)

    this.tell('ApiUrl', stage.edge ? edge.url : api.url)
    this.tell('UsersTableName', tables.users.tableName)
    this.tell('McqDailyStatsTableName', tables.mcqStats.tableName)
    this.tell('OtpsTableName', tables.otps.tableName)
    this.tell('ReportsTableName', tables.reports.tableName)
    this.tell('PicturesBucketName', pictures.bucket.bucketName)
    this.tell('PicturesUrl', edge.url)
    this.tell('McqAttemptsQueueUrl', workers.attemptsQueue.queueUrl)
  }

  private tell(id: string, value: string) {
    new CfnOutput(this, id, { value })
  }
}

function granted({ tableName, tableArn }: TableV2): GrantedResource {
  return { name: tableName, arn: tableArn }
}
