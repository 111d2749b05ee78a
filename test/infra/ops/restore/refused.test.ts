import { describe, expect, onTestFinished, test } from 'vitest'
import { OperatorMachine } from '../../../support/operator-cli.ts'
import { namesIn, ownTables } from './restore-fixture.ts'
import { openBeforeEach, RestoreScene } from './restore-scene.ts'

let scene: RestoreScene

openBeforeEach((opened) => {
  scene = opened
})

describe('is refused, and nothing is done:', () => {
  test('a time that the backups do not have', async () => {
    const to = '2026-11-22T12:00:01Z'
    const [code, stderr] = await scene.refuse(...scene.options({ to }), '--yes')
    expect(code).toBe(1)
    expect(stderr).toContain(
      `error: ${scene.names.users} can be restored to a time from 2026-10-18T00:00:00Z to 2026-11-22T12:00:00Z.`,
    )
  })

  test('a table without point-in-time recovery', async () => {
    scene.aws.backedUp.clear()
    const [, stderr] = await scene.refuse(...scene.options(), '--yes')
    expect(stderr).toContain(`error: ${scene.names.users} has no point-in-time recovery.`)
  })

  test('a name that another table has', async () => {
    await scene.restore()
    scene.aws.names = namesIn(scene.aws.template, await ownTables())
    const [, stderr] = await scene.refuse(...scene.options(), '--yes')
    expect(stderr).toContain(`error: The table ${scene.restored()} exists, and is not a restore of`)
  })

  test('the local stack', async () => {
    const local = await OperatorMachine.create()
    const { code, stderr } = await local.run(...scene.options(), '--yes')
    expect([code, stderr]).toEqual([1, expect.stringContaining('no point-in-time recovery')])
  })

  test('a restore whose audit record cannot be written', async () => {
    const withoutLogs = ['dynamodb:*', 'cloudformation:*', 'lambda:*']
    const Statement = { Effect: 'Allow', Action: withoutLogs, Resource: '*' } as const
    const unaudited = await RestoreScene.open(() => ({ Statement }))
    onTestFinished(() => unaudited.deployed.stop())
    const [, stderr] = await unaudited.refuse(...unaudited.options(), '--yes')
    expect(stderr).toContain('error: Nothing was done. The audit log cannot be written.')
  })

  test.each([
    'yesterday',
    '2026-11-22T10:00:00',
    '2026-11-22T10:00:00.5Z',
    '2026-13-22T10:00:00Z',
    '2026-10-32T10:00:00Z',
    '2026-02-30T10:00:00Z',
  ])('the time %s', async (to) => {
    const [code, stderr] = await scene.refuse(...scene.options({ to }), '--yes')
    expect([code, stderr]).toEqual([2, expect.stringContaining('2026-11-22T10:00:00Z')])
  })

  test('the OTPs table, of which everything expires within a day', async () => {
    const [code, stderr] = await scene.refuse(...scene.options({ table: 'otps' }), '--yes')
    expect([code, stderr]).toEqual([2, expect.stringContaining('users, mcqStats, reports')])
  })
})
