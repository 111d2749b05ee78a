import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { BACKUP_DAYS } from '../../../shared/erasure/limits.ts'
import { RELEASED_FOLDER, readReleased } from '../../release/released-template.ts'
import { serviceStackOf } from '../../stages/stacks.ts'
import type { Restorable, Stage } from '../../stages/stage.ts'
import { toTime } from '../print.ts'
import { describeTable, type Restore } from './restored-table.ts'

/** A step that an operator makes by hand. */
export interface RemainingStep {
  readonly done: boolean
  readonly todo: string
}

/** Lists what is left to do once a table is restored, in order, and checks which of it is done. */
export async function remainingSteps(
  client: DynamoDBClient,
  stage: Stage,
  table: Restorable,
  { source, target, to }: Restore,
  isInUse: boolean,
): Promise<RemainingStep[]> {
  const { name, restoredTables } = stage
  const released = JSON.stringify(
    (await readReleased(serviceStackOf(stage), RELEASED_FOLDER)) ?? {},
  )
  const old = isInUse ? await sourceOf(client, target) : source
  return [
    {
      done: restoredTables?.[table] === target,
      todo: `In infra/stages/own-values.ts, ${name}: restoredTables: { ${table}: '${target}' }. Commit it.`,
    },
    {
      done: isInUse,
      todo: `npm run losses -- -c stage=${name} && npm run deploy -- -c stage=${name} --import-existing-resources`,
    },
    {
      done: isInUse,
      todo: `npm run restore -- --stage ${name} --table ${table} --to ${toTime(to.getTime())}, which starts the functions`,
    },
    { done: released.includes(target), todo: `npm run release -- -c stage=${name}. Commit it.` },
    {
      done: (await describeTable(client, old)) === undefined,
      todo: `Within ${BACKUP_DAYS} days, turn off the backups of the old table and delete it, because later deletions of accounts do not reach it: ${old}`,
    },
  ]
}

/** Lists what is left to do once a restore is given up: the table that it made has personal data too. */
export async function stepsAfterGivingUp(
  client: DynamoDBClient,
  { target }: Restore,
): Promise<RemainingStep[]> {
  if ((await describeTable(client, target)) === undefined) return []
  const why = 'because later deletions of accounts do not reach it'
  const todo = `Unless you continue this restore, turn off the backups and the deletion protection of the new table and delete it, ${why}: ${target}`
  return [{ done: false, todo }]
}

/** The table that a table was restored from. */
async function sourceOf(client: DynamoDBClient, name: string): Promise<string> {
  const { RestoreSummary } = (await describeTable(client, name)) ?? {}
  return RestoreSummary?.SourceTableArn?.split('/').at(-1) ?? ''
}
