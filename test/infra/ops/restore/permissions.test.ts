import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, expect, test } from 'vitest'
import type { Restorable } from '../../../../infra/stages/stage.ts'
import { switchFeatureFlag } from '../../../../shared/feature-flags/feature-flags.ts'
import { documentedPolicy, statementsOf } from '../../../support/deployed-stack.ts'
import { tables } from '../../../support/stack.ts'
import { erase, storedUser } from './restore-fixture.ts'
import { RestoreScene } from './restore-scene.ts'

const HOUR_MS = 3_600_000
let scene: RestoreScene

afterEach(async () => {
  await scene.deployed.stop()
})

const put = async (TableName: string, Item: object) =>
  await tables.send(new PutCommand({ TableName, Item }))

test('the policy for restores of docs/permissions.md allows what the command does, and nothing else', async () => {
  scene = await RestoreScene.open(({ users, mcqStats, reports }) => {
    const outputs = { UsersTableName: users, McqDailyStatsTableName: mcqStats }
    const policy = documentedPolicy('Restore', { ...outputs, ReportsTableName: reports })
    // DynamoDB itself uses these for the restore: our endpoint sees no call.
    return statementsOf(policy, /^(?!WriteRestoredItems$)/)
  })
  const [user, other] = [await storedUser(), await storedUser(), await storedUser()]
  const { mcqStats, reports } = scene.names
  await put(mcqStats, { pk: `${user.id}_1`, sk: 'HEAD' })
  await put(reports, { pk: 'a', id: 'a', userId: user.id, contentId: 'b', createdAt: 1 })
  await switchFeatureFlag('response_encryption', true)
  for (const name of Object.values(scene.names)) await scene.aws.takeSnapshot(name)
  await erase(user, scene.to.getTime() + HOUR_MS)
  await erase(other)
  for (const table of ['users', 'mcqStats', 'reports'] as Restorable[]) await scene.restore(table)
  await scene.deploy()
  await scene.restore('users')
  expect(scene.deployed.permissions()).toMatchObject({ unused: [], refused: [] })
  expect(scene.deployed.permissions()?.used.length).toBeGreaterThan(20)
})
