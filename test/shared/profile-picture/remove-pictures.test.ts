import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { callAs, logIn, register } from '../../support/accounts.ts'
import { expectSuccess } from '../../support/answers.ts'
import { direct, drivers } from '../../support/drivers.ts'
import { plain } from '../../support/images.ts'
import { putObject, shownPicture, storedKeys, upload } from '../../support/pictures.ts'

const jpeg = await plain(40, 30).jpeg().toBuffer()
const png = await plain(30, 40).png().toBuffer()

describe('what a crashed upload left', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('goes with the next upload, unless it may be under way', async () => {
    const account = await register(direct)
    const orphan = `${account.id}/${randomUUID()}.jpg`
    await putObject(orphan)
    await upload(account, jpeg)
    expect(await storedKeys(account)).toContain(orphan)

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 300_000 })
    const { body } = await logIn(direct, account)
    await upload({ call: callAs(direct, body.data.access_token) }, png)
    await shownPicture(account)
  })

  test('is the user’s own only: the pictures of others stay, shown or not', async () => {
    const [account, other] = [await register(direct), await register(direct)]
    await putObject(`${other.id}/${randomUUID()}.jpg`)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 300_000 })
    await upload(account, jpeg)
    expect(await storedKeys(other)).toHaveLength(1)
  })
})

test.each(drivers)('the pictures of a deleted user go, over $name', async (driver) => {
  const account = await register(driver)
  await putObject(`${account.id}/${randomUUID()}.jpg`)
  expectSuccess(await upload(account, jpeg))
  expectSuccess(await account.call({ method: 'DELETE', path: '/users' }))
  await expect.poll(() => storedKeys(account), { timeout: 20_000 }).toEqual([])
})
