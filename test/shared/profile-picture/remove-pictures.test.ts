import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { s3 } from '../../../shared/aws/s3-client.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import { deletePicturesOf } from '../../../shared/profile-picture/pictures-bucket.ts'
import { callAs, logIn } from '../../support/accounts.ts'
import { direct, drivers } from '../../support/drivers.ts'
import { awsError, withFault } from '../../support/faults.ts'
import { plain } from '../../support/images.ts'
import { openAccount } from '../../support/open-account.ts'
import { putObject, shownPicture, storedKeys, upload } from '../../support/pictures.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'

const jpeg = await plain(40, 30).jpeg().toBuffer()
const png = await plain(30, 40).png().toBuffer()

describe('an orphan of a crashed upload', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('stays while its upload may still run, and is removed by a later upload', async () => {
    const account = await openAccount(direct)
    const orphan = `${account.id}/${randomUUID()}.jpg`
    await putObject(orphan)
    await upload(account, jpeg)
    expect(await storedKeys(account)).toContain(orphan)

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 300_000 })
    const { body } = await logIn(direct, account)
    await upload({ call: callAs(direct, body.data.access_token) }, png)
    await shownPicture(account)
  })

  test('of another user is not removed', async () => {
    const [account, other] = [await openAccount(direct), await openAccount(direct)]
    await putObject(`${other.id}/${randomUUID()}.jpg`)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 300_000 })
    await upload(account, jpeg)
    expect(await storedKeys(other)).toHaveLength(1)
  })
})

describe('the picture that the profile shows', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('stays until its successor is stored, however old it is', async () => {
    const account = await openAccount(direct)
    expectSuccess(await upload(account, png))
    const before = await shownPicture(account)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 300_000 })
    const fault = { command: 'PutObjectCommand', error: awsError('AccessDenied') }
    expectError(await withFault(fault, () => upload(account, jpeg)), 500, 1000)
    expect(await shownPicture(account)).toEqual(before)
  })
})

test('pictures of a user are deleted page by page, and not those of another', async () => {
  const [id, other] = [newObjectId(), newObjectId()]
  for (const owner of [id, id, id, id, id, other]) await putObject(`${owner}/${randomUUID()}.jpg`)
  s3.middlewareStack.add(
    (next) => async (args) => await next({ ...args, input: { ...args.input, MaxKeys: 2 } }),
    { step: 'initialize', name: 'small-pages' },
  )
  try {
    await deletePicturesOf(id)
  } finally {
    s3.middlewareStack.remove('small-pages')
  }
  expect(await storedKeys({ id })).toEqual([])
  expect(await storedKeys({ id: other })).toHaveLength(1)
})

test.each(drivers)('all pictures of a deleted user are removed over $name', async (driver) => {
  const account = await openAccount(driver)
  await putObject(`${account.id}/${randomUUID()}.jpg`)
  expectSuccess(await upload(account, jpeg))
  expectSuccess(await account.call({ method: 'DELETE', path: '/users' }))
  await expect.poll(() => storedKeys(account)).toEqual([])
})
