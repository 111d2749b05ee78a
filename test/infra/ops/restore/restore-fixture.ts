import { randomInt } from 'node:crypto'
import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Template } from '../../../../infra/release/released-template.ts'
import type { Restorable } from '../../../../infra/stages/stage.ts'
import type { User } from '../../../../shared/accounts/user.ts'
import { createUser, usersKeys } from '../../../../shared/accounts/users-table.ts'
import { resourceVariables } from '../../../../shared/config.ts'
import { replaceByTombstone } from '../../../../shared/erasure/tombstones.ts'
import { newObjectId } from '../../../../shared/object-id.ts'
import { newUser } from '../../../support/new-user.ts'
import { RestorableStack } from '../../../support/restorable-stack.ts'
import { stack, tables } from '../../../support/stack.ts'
import { synthesizeStage } from '../../../support/synthesize-stage.ts'

// biome-ignore lint/suspicious/noExplicitAny: a resource of a template can have any shape.
type Resources = Record<string, any>

const FIRST = Date.parse('2026-10-18T00:00:00Z')
const SECONDS = 35 * 24 * 60 * 60

/** A time to restore to, which no other test has: the restored table's name contains it. */
export function nextTime(): Date {
  return new Date(FIRST + randomInt(SECONDS) * 1000)
}

/** Names of the tables of one test, by their names in the stage. */
export type TableNames = Readonly<Record<Restorable, string>>

/** The tables and functions of prod's template, as the template of a deployed stack. */
export async function prodTemplate(restoredTables?: Record<string, string>): Promise<Template> {
  const { template } = await synthesizeStage('prod', restoredTables && { restoredTables })
  const all = template.toJSON().Resources as Resources
  const kept = Object.entries(all).filter(
    ([, { Type, Metadata }]) => Type === 'AWS::Lambda::Function' || Metadata?.table,
  )
  return { Resources: Object.fromEntries(kept) }
}

/** Physical names of a template's resources: those of these tables, and of its functions. */
export function namesIn({ Resources }: Template, names: TableNames): Map<string, string> {
  return new Map(
    Object.entries(Resources as Resources).map(([id, { Properties, Metadata }]) => {
      const own = names[Metadata?.table as Restorable] ?? `user-api-prod-${id}`
      return [id, Properties.TableName ?? own]
    }),
  )
}

/** Creates empty tables like those of the local stack, for this process too: no other test uses them. */
export async function ownTables(): Promise<TableNames> {
  const id = newObjectId()
  const names = {
    users: `user-api-prod-TablesUsersTable-${id}`,
    mcqStats: `user-api-prod-TablesMcqDailyStatsTable-${id}`,
    reports: `user-api-prod-TablesReportsTable-${id}`,
  }
  await createLike(stack.usersTableName, names.users)
  await createLike(stack.mcqStatsTableName, names.mcqStats)
  await createLike(stack.reportsTableName, names.reports)
  useTables(names)
  return names
}

/** Lets this process use tables. */
function useTables({ users, mcqStats, reports }: TableNames): void {
  process.env[resourceVariables.usersTable] = users
  process.env[resourceVariables.mcqStatsTable] = mcqStats
  process.env[resourceVariables.reportsTable] = reports
}

async function createLike(model: string, TableName: string): Promise<void> {
  const { Table } = await tables.send(new DescribeTableCommand({ TableName: model }))
  const { KeySchema, AttributeDefinitions } = Table ?? {}
  const define = <I extends { IndexName?: string; KeySchema?: unknown; Projection?: unknown }>(
    indexes: I[] = [],
  ) =>
    indexes.map(({ IndexName, KeySchema: keys, Projection }) => ({
      IndexName,
      KeySchema: keys as [],
      Projection: Projection as object,
    }))
  const globals = define(Table?.GlobalSecondaryIndexes)
  const locals = define(Table?.LocalSecondaryIndexes)
  await tables.send(
    new CreateTableCommand({
      TableName,
      KeySchema,
      AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
      ...(globals.length > 0 && { GlobalSecondaryIndexes: globals }),
      ...(locals.length > 0 && { LocalSecondaryIndexes: locals }),
    }),
  )
}

/** A stack of prod that has these tables, each with point-in-time recovery. */
export async function restorableStack(names: TableNames): Promise<RestorableStack> {
  const template = await prodTemplate()
  const aws = new RestorableStack(template, namesIn(template, names))
  aws.names.set('LeftBehind', 'a resource that the template no longer has')
  for (const name of Object.values(names)) aws.backedUp.add(name)
  return aws
}

/** Stores a user who has a session. */
export async function storedUser(): Promise<User> {
  const { user } = await newUser('192.0.2.1')
  await createUser(user, [])
  return user
}

/** Deletes a user as DELETE /users does. `purgedAt` is set once the purge is done, before or after the restore point. */
export async function erase(user: User, purgedAt?: number): Promise<void> {
  await replaceByTombstone(undefined, user)
  if (purgedAt === undefined) return
  const TableName = process.env[resourceVariables.usersTable]
  const closed = { purge: 'PURGED', userId: user.id, deletedAt: purgedAt - 60_000, purgedAt }
  const Item = { ...usersKeys.tombstone(user.id), ...closed }
  await tables.send(new PutCommand({ TableName, Item }))
}
