import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import { Api } from './constructs/api.ts'
import type { GrantedResource } from './constructs/endpoint-function.ts'
import { Tables } from './constructs/tables.ts'
import type { LoadedFunction } from './load-functions.ts'
import type { Stage } from './stages.ts'

/** What the stack is made from. */
export interface UserApiStackProps extends StackProps {
  readonly stage: Stage
  readonly functions: readonly LoadedFunction[]
  /** Where the functions' bundles are. */
  readonly bundlesFolder: string
}

/** The whole service. Its outputs are how everything outside finds it. */
export class UserApiStack extends Stack {
  constructor(scope: Construct, id: string, props: UserApiStackProps) {
    super(scope, id, props)
    const { stage, functions, bundlesFolder } = props

    const tables = new Tables(this, 'Tables', stage)
    const api = new Api(this, 'Api', {
      stage,
      functions,
      bundlesFolder,
      resources: { usersTable: granted(tables.users), otpsTable: granted(tables.otps) },
    })

    this.tell('ApiUrl', api.url)
    this.tell('UsersTableName', tables.users.tableName)
    this.tell('OtpsTableName', tables.otps.tableName)
  }

  private tell(id: string, value: string) {
    new CfnOutput(this, id, { value })
  }
}

function granted({ tableName, tableArn }: ITableV2): GrantedResource {
  return { name: tableName, arn: tableArn }
}
