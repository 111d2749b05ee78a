import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import { startRestore, waitUntilActive } from '../../../../infra/ops/restore/restored-table.ts'
import { operatorAt } from '../../../support/operator.ts'
import { erase, storedUser } from './restore-fixture.ts'
import { itemsOf, openBeforeEach, type RestoreScene, sessionsIn } from './restore-scene.ts'

const RESTORE = resolve(import.meta.dirname, '../../../support/restore-cli.ts')
const HOUR_MS = 3_600_000
let scene: RestoreScene

openBeforeEach((opened) => {
  scene = opened
})

describe('a restore that is interrupted', () => {
  /** Runs the command, and kills it at its nth call of an operation. */
  async function killedAt(operation: string, nth: number): Promise<void> {
    const { promise, resolve: settle } = Promise.withResolvers<void>()
    const { folder, env } = scene.deployed.machine
    const all = [RESTORE, ...scene.options(), '--yes', '--outputs', join(folder, 'outputs.json')]
    const child = execFile(process.execPath, all, { env, cwd: folder }, () => settle())
    let calls = 0
    scene.aws.onCall = (call) => {
      if (call !== `dynamodb ${operation}`) return
      calls += 1
      if (calls === nth) child.kill('SIGKILL')
    }
    await promise
    scene.aws.onCall = () => undefined
    expect([operation, calls >= nth, child.signalCode]).toEqual([operation, true, 'SIGKILL'])
  }

  test('continues where it was, wherever it was killed', async () => {
    const users = await Promise.all(Array.from({ length: 40 }, storedUser))
    await scene.aws.takeSnapshot(scene.names.users)
    const [deleted, kept] = [users.slice(0, 20), users.slice(20)]
    for (const user of deleted) await erase(user, scene.to.getTime() + HOUR_MS)
    await killedAt('RestoreTableToPointInTime', 1)
    await killedAt('UpdateTable', 2)
    await killedAt('TransactWriteItems', 3)
    await killedAt('UpdateItem', 3)
    const { stdout } = await scene.restore()
    expect(stdout).toContain('20 deletions repeated')
    const restores = scene.aws.calls.filter((call) => call === 'dynamodb RestoreTableToPointInTime')
    expect(restores).toHaveLength(1)
    const pks = (await itemsOf(scene.restored())).map(({ pk }) => pk)
    expect(pks.filter((pk) => String(pk).startsWith('USER#'))).toEqual(
      kept.map(({ id }) => `USER#${id}`).sort(),
    )
    expect(pks).toHaveLength(20 + 20 + 20)
    for (const user of kept) expect(await sessionsIn(scene.restored(), user)).toBe(0)
  }, 120_000)

  test('is not, while DynamoDB is out of reach for some seconds', async () => {
    const [user, deleted] = [await storedUser(), await storedUser()]
    await scene.aws.takeSnapshot(scene.names.users)
    await erase(deleted, scene.to.getTime() + HOUR_MS)
    const failures = new Map([
      // The SDK makes three attempts itself.
      ['dynamodb Scan', 4],
      ['dynamodb UpdateItem', 4],
      ['dynamodb TransactWriteItems', 4],
    ])
    scene.aws.onCall = (call) => {
      const left = failures.get(call) ?? 0
      failures.set(call, left - 1)
      if (left > 0) throw new Error('out of reach')
    }
    const { stdout } = await scene.restore()
    expect(stdout).toContain('1 deletion repeated, 1 user logged out')
    expect(await sessionsIn(scene.restored(), user)).toBe(0)
  })

  test('says that the functions are stopped, and what to do', async () => {
    scene.aws.onCall = (call) => {
      if (call === 'dynamodb UpdateTimeToLive') throw new Error('out of order')
    }
    const { code, stderr } = await scene.deployed.machine.run(...scene.options(), '--yes')
    expect([code, scene.aws.concurrency.size]).toEqual([1, scene.functions])
    expect(stderr).toContain('Run this again to continue; --start gives up.')
    expect(scene.deployed.audit().at(-1)).toMatchObject({ outcome: 'failed' })
  })
})

test('a restored table that DynamoDB does not show yet, or that is not ready, is waited for', async () => {
  const endpoint = scene.deployed.machine.env.AWS_ENDPOINT_URL ?? ''
  const client = new DynamoDBClient(operatorAt(endpoint))
  const restore = { source: scene.names.users, target: scene.restored(), to: scene.to }
  scene.aws.looksUntilActive = 3
  await startRestore(client, restore)
  const table = await waitUntilActive(client, restore.target, 1)
  expect(table.TableStatus).toBe('ACTIVE')
  expect(scene.aws.calls.filter((call) => call === 'dynamodb DescribeTable')).toHaveLength(4)
})

test('a restore that was cancelled is not waited for', async () => {
  const client = new DynamoDBClient(operatorAt(scene.deployed.machine.env.AWS_ENDPOINT_URL ?? ''))
  await expect(waitUntilActive(client, scene.restored(), 1)).rejects.toThrow('There is no table')
})
