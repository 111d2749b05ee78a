import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import { newObjectId } from '../../../../shared/object-id.ts'
import { tables } from '../../../support/stack.ts'
import { erase, storedUser } from './restore-fixture.ts'
import { itemsOf, openBeforeEach, type RestoreScene, sessionsIn } from './restore-scene.ts'

const HOUR_MS = 3_600_000
let scene: RestoreScene

openBeforeEach((opened) => {
  scene = opened
})

const put = async (TableName: string, Item: object) =>
  await tables.send(new PutCommand({ TableName, Item }))

describe('a restore of the stats', () => {
  test('has none of accounts that were deleted since, and leaves the sessions', async () => {
    const [deleted, other] = [await storedUser(), await storedUser()]
    const { mcqStats, users } = scene.names
    for (const { id } of [deleted, other]) await put(mcqStats, { pk: `${id}_1`, sk: 'HEAD' })
    await scene.aws.takeSnapshot(mcqStats)
    await erase(deleted, scene.to.getTime() + HOUR_MS)
    const { stdout, stderr } = await scene.restore('mcqStats')
    expect(stdout).toContain('1 deletion repeated.')
    expect(stderr).not.toContain('end all sessions')
    expect(await itemsOf(scene.restored('mcqStats'))).toEqual([{ pk: `${other.id}_1`, sk: 'HEAD' }])
    expect(await sessionsIn(users, other)).toBe(1)
    const TableName = scene.restored('mcqStats')
    const { Table } = await tables.send(new DescribeTableCommand({ TableName }))
    expect([Table?.DeletionProtectionEnabled, Table?.StreamSpecification]).toEqual([
      true,
      undefined,
    ])
  })
})

describe('a restore of the reports', () => {
  test('keeps those of accounts that were deleted since, without the user', async () => {
    const [deleted, other] = [await storedUser(), await storedUser()]
    const report = ({ id: userId }: { id: string }) => {
      const pk = newObjectId()
      return { pk, id: pk, userId, contentId: newObjectId(), createdAt: 1 }
    }
    const [theirs, others] = [report(deleted), report(other)]
    const { reports } = scene.names
    for (const one of [theirs, others]) await put(reports, one)
    await scene.aws.takeSnapshot(reports)
    await erase(deleted, scene.to.getTime() + HOUR_MS)
    await scene.restore('reports')
    const { userId: _, ...anonymous } = theirs
    expect(await itemsOf(scene.restored('reports'))).toEqual(
      expect.arrayContaining([anonymous, others]),
    )
  })
})
