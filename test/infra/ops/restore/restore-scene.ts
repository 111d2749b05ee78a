import { GetCommand, paginateScan } from '@aws-sdk/lib-dynamodb'
import { beforeEach, expect } from 'vitest'
import type { PolicyDocument } from '../../../../infra/local/policies/policy.ts'
import type { Properties } from '../../../../infra/ops/restore/stack-resources.ts'
import type { Restorable } from '../../../../infra/stages/stage.ts'
import { usersKeys } from '../../../../shared/accounts/users-table.ts'
import { type DeployedStack, startDeployedStack } from '../../../support/deployed-stack.ts'
import type { RestorableStack } from '../../../support/restorable-stack.ts'
import { tables } from '../../../support/stack.ts'
import {
  namesIn,
  nextTime,
  ownTables,
  prodTemplate,
  restorableStack,
  type TableNames,
} from './restore-fixture.ts'

const Action = ['dynamodb:*', 'cloudformation:*', 'lambda:*', 'logs:*']
const allowAll: PolicyDocument = { Statement: { Effect: 'Allow', Action, Resource: '*' } }

/** A deployed prod with tables of its own, and an operator who restores one of them. */
export class RestoreScene {
  /** The time to restore to, and as the command takes it. */
  readonly to = nextTime()
  readonly toText = this.to.toISOString().replace('.000', '')
  readonly names: TableNames
  readonly aws: RestorableStack
  readonly deployed: DeployedStack

  static async open(policyOf: (names: TableNames) => PolicyDocument = () => allowAll) {
    const names = await ownTables()
    const aws = await restorableStack(names)
    // The names are those that CloudFormation has: an outputs file can be of another day.
    const old = 'a-table-of-another-day'
    const outputs = { UsersTableName: old, McqDailyStatsTableName: old, ReportsTableName: old }
    const deployed = await startDeployedStack(policyOf(names), { apis: aws.apis(), outputs })
    deployed.machine.load = async () => (await import('../../../support/restore-cli.ts')).runRestore
    return new RestoreScene(names, aws, deployed)
  }

  private constructor(names: TableNames, aws: RestorableStack, deployed: DeployedStack) {
    this.names = names
    this.aws = aws
    this.deployed = deployed
  }

  /** The name of a restored table. */
  restored(table: Restorable = 'users'): string {
    return `user-api-prod-${table}-${this.toText.replaceAll(/[-:]/g, '')}`
  }

  /** The properties of a table in the deployed template. */
  propertiesOf(table: Restorable): Properties {
    const resources = Object.values(this.aws.template.Resources) as {
      readonly Metadata?: { readonly table?: string }
      readonly Properties: Properties
    }[]
    return resources.find(({ Metadata }) => Metadata?.table === table)?.Properties ?? {}
  }

  /** The number of functions of the deployed template. */
  get functions(): number {
    const resources = Object.values(this.aws.template.Resources) as { readonly Type: string }[]
    return resources.filter(({ Type }) => Type === 'AWS::Lambda::Function').length
  }

  options({ table = 'users', to = this.toText } = {}): string[] {
    return ['restore', '--table', table, '--to', to]
  }

  /** Runs the command, which must succeed. */
  async restore(table: Restorable = 'users', ...more: string[]) {
    const finished = await this.deployed.machine.run(...this.options({ table }), '--yes', ...more)
    expect([finished.code, finished.stderr]).toEqual([0, expect.not.stringContaining('error')])
    return finished
  }

  /** Runs the command, which must be refused and change nothing. Returns the exit code and what it said. */
  async refuse(...args: string[]): Promise<[number, string]> {
    this.aws.calls.length = 0
    const { code, stdout, stderr } = await this.deployed.machine.run(...args)
    expect([stdout, this.changes()]).toEqual(['', []])
    return [code, stderr]
  }

  /** The calls so far that change something. */
  changes(): string[] {
    return this.aws.calls.filter((call) => !/ (Get|List|Describe|Query|Scan)/.test(call))
  }

  /** Deploys a stage that names the restored table. */
  async deploy(): Promise<void> {
    this.aws.template = await prodTemplate({ users: this.restored() })
    this.aws.names = namesIn(this.aws.template, this.names)
  }
}

/** Opens a scene before each test of a file and passes it to `use`. Stops it after the test. */
export function openBeforeEach(use: (scene: RestoreScene) => void): void {
  beforeEach(async () => {
    const scene = await RestoreScene.open()
    use(scene)
    return () => scene.deployed.stop()
  })
}

/** Reads an item of a table. */
export async function itemOf(TableName: string, Key: { pk: string }) {
  return (await tables.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item
}

/** Reads a table, in the order of its keys. */
export async function itemsOf(TableName: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  for await (const page of paginateScan({ client: tables }, { TableName })) {
    items.push(...(page.Items ?? []))
  }
  return items.sort((one, other) => String(one.pk).localeCompare(String(other.pk)))
}

/** The number of a user's sessions in a table. */
export async function sessionsIn(table: string, { id }: { id: string }): Promise<number> {
  return Object.keys((await itemOf(table, usersKeys.profile(id)))?.sessions ?? {}).length
}
