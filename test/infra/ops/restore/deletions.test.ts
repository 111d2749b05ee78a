import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { describe, expect, test, vi } from 'vitest'
import { restoreSteps } from '../../../../infra/ops/restore/steps.ts'
import { createUser, usersKeys } from '../../../../shared/accounts/users-table.ts'
import { operatorAt } from '../../../support/operator.ts'
import { erase, storedUser } from './restore-fixture.ts'
import { itemOf, itemsOf, openBeforeEach, type RestoreScene } from './restore-scene.ts'

const HOUR_MS = 3_600_000
let scene: RestoreScene

openBeforeEach((opened) => {
  scene = opened
})

describe('the deletion of an account since then is repeated', () => {
  test('for one that the restored table has: with its claims, and to be purged again', async () => {
    const [user, other] = [await storedUser(), await storedUser()]
    await scene.aws.takeSnapshot(scene.names.users)
    await erase(user, scene.to.getTime() + HOUR_MS)
    const { stdout } = await scene.restore()
    expect(stdout).toContain('1 deletion repeated')
    const left = (await itemsOf(scene.restored())).filter((item) =>
      JSON.stringify(item).includes(user.id),
    )
    expect(left).toEqual([
      { pk: `PURGE#${user.id}`, purge: 'PURGE', userId: user.id, deletedAt: expect.any(Number) },
    ])
    expect(await itemOf(scene.restored(), usersKeys.email(user.email))).toBeUndefined()
    expect(await itemOf(scene.restored(), usersKeys.profile(other.id))).toBeDefined()
  })

  test('for one that is not purged yet', async () => {
    const user = await storedUser()
    await scene.aws.takeSnapshot(scene.names.users)
    await erase(user)
    await scene.restore()
    expect(await itemOf(scene.restored(), usersKeys.profile(user.id))).toBeUndefined()
  })

  test('only if its last purge was later: an account with that id may exist again', async () => {
    const user = await storedUser()
    await erase(user, scene.to.getTime() - HOUR_MS)
    await createUser(user, [])
    await scene.aws.takeSnapshot(scene.names.users)
    await scene.restore()
    expect(await itemOf(scene.restored(), usersKeys.profile(user.id))).toBeDefined()
  })

  test('in the next restore too: the tombstones are copied', async () => {
    await scene.aws.takeSnapshot(scene.names.users)
    const user = await storedUser()
    await erase(user, scene.to.getTime() + HOUR_MS)
    await scene.restore()
    const key = usersKeys.tombstone(user.id)
    expect(await itemOf(scene.restored(), key)).toEqual(await itemOf(scene.names.users, key))
  })

  test('for one that was running while the functions were stopped, in a repeated restore', async () => {
    const user = await storedUser()
    await scene.aws.takeSnapshot(scene.names.users)
    await scene.restore()
    await scene.restore('users', '--start')
    const endpoint = scene.deployed.machine.env.AWS_ENDPOINT_URL ?? ''
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', endpoint)
    const waits: number[] = []
    const steps = restoreSteps({
      client: new DynamoDBClient(operatorAt(endpoint)),
      table: 'users',
      restore: { source: scene.names.users, target: scene.restored(), to: scene.to },
      resources: {
        functions: [{ name: 'UsersDelete' }],
        tables: new Map([
          ['users', { name: scene.names.users, properties: scene.propertiesOf('users') }],
        ]),
      },
      pollMs: 1,
      sleep: async (ms) => {
        waits.push(ms)
        await erase(user, scene.to.getTime() + HOUR_MS)
      },
    })
    const done: string[] = []
    for (const step of steps) done.push(await step.run())
    vi.unstubAllEnvs()
    expect(done).toContain('1 deletion repeated')
    expect(waits).toEqual([expect.closeTo(30_000, -4)])
    expect(await itemOf(scene.restored(), usersKeys.profile(user.id))).toBeUndefined()
  })
})
