import { beforeEach, describe, expect, test } from 'vitest'
import { storedUser } from './restore-fixture.ts'
import { openBeforeEach, type RestoreScene, sessionsIn } from './restore-scene.ts'

let scene: RestoreScene

openBeforeEach((opened) => {
  scene = opened
})

describe('once the stack has the restored table, the command', () => {
  beforeEach(async () => {
    await scene.aws.takeSnapshot(scene.names.users)
    await scene.restore()
    await scene.deploy()
  })

  test('only starts the functions, with the concurrency that the template reserves', async () => {
    const user = await storedUser()
    scene.aws.calls.length = 0
    const { stdout } = await scene.restore()
    expect(stdout).toContain('Done: started.')
    expect(new Set(scene.changes())).toEqual(
      new Set(['lambda PutFunctionConcurrency', 'lambda DeleteFunctionConcurrency']),
    )
    expect([...scene.aws.concurrency.values()]).toEqual([20, 20])
    expect(await sessionsIn(scene.names.users, user)).toBe(1)
  })

  test('ticks what is done', async () => {
    const { stdout } = await scene.restore('users', '--json')
    const { remaining } = JSON.parse(stdout)
    expect(remaining.map(({ done }: { done: boolean }) => done)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ])
    expect(remaining.at(-1).todo).toContain(scene.names.users)
  })
})

test('--start leaves nothing to do when the restore had made no table', async () => {
  const { stdout } = await scene.restore('users', '--start')
  expect(stdout).toBe('Done: started.\n')
})

test('--start gives a restore up: the functions run again, with the old table', async () => {
  await scene.aws.takeSnapshot(scene.names.users)
  await scene.restore()
  scene.aws.calls.length = 0
  const { stdout } = await scene.restore('users', '--start')
  expect(stdout).toMatch(/^Done: started\.\n\[ \] Unless you continue .* delete it, .*: \S+\n$/)
  expect(stdout).toContain(scene.restored())
  expect([...scene.aws.concurrency.values()]).toEqual([20, 20])
  expect(scene.deployed.audit().at(-1)).toMatchObject({
    action: 'restore --start',
    outcome: 'done',
  })
})
