import { describe, expect, test } from 'vitest'
import { createUser, usersKeys } from '../../../../shared/accounts/users-table.ts'
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
    expect(stdout).toContain('1 deletions repeated')
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
})
