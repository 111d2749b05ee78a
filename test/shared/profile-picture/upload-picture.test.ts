import sharp, { type FormatEnum } from 'sharp'
import { describe, expect, test } from 'vitest'
import { authenticate } from '../../../shared/accounts/authenticate.ts'
import { parseToken } from '../../../shared/accounts/token.ts'
import { encodePicture } from '../../../shared/profile-picture/encode-picture.ts'
import { changePicture } from '../../../shared/profile-picture/upload-picture.ts'
import type { Account } from '../../support/accounts.ts'
import { direct, drivers } from '../../support/drivers.ts'
import { awsError, interrupted, timeOut, withFault } from '../../support/faults.ts'
import { plain } from '../../support/images.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { openAccount } from '../../support/open-account.ts'
import { shownPicture, storedKeys, storedPicture, upload } from '../../support/pictures.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'

const jpeg = await plain(40, 30).jpeg().toBuffer()
const png = await plain(30, 40).png().toBuffer()
const logout = ({ call }: Account) => call({ method: 'POST', path: '/auth/logout' })
const deletion = ({ call }: Account) => call({ method: 'DELETE', path: '/users' })
const unavailable = () =>
  awsError('SlowDown', { $metadata: { httpStatusCode: 503 }, $response: { statusCode: 503 } })

describe.each(drivers)('parallel uploads over $name', (driver) => {
  test('leave one picture, whose object exists', async () => {
    const account = await openAccount(driver)
    await upload(account, jpeg)
    const responses = await Promise.all([upload(account, jpeg), upload(account, png)])
    for (const response of responses) expectSuccess(response)
    await shownPicture(account)
  })

  test('leave one picture when some of them get a 503', async () => {
    const account = await openAccount(driver)
    const responses = await Promise.all(Array.from({ length: 8 }, () => upload(account, jpeg)))
    for (const { status } of responses) expect([200, 503]).toContain(status)
    expect(responses.map(({ status }) => status)).toContain(200)
    await shownPicture(account)
  })

  test('and a deletion of the user leave no picture', async () => {
    const account = await openAccount(driver)
    const [uploaded] = await Promise.all([upload(account, jpeg), deletion(account)])
    if (uploaded.status !== 200) expect(await storedKeys(account)).toEqual([])
    expect(await storedPicture(account)).toBeUndefined()
    expectError(await upload(account, jpeg), 401, 1001)
  })
})

test('an upload blocks the decoders of all formats but JPEG, PNG and WEBP', async () => {
  const image = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
  const encode = async (format: keyof FormatEnum | 'avif') =>
    await image.clone().toFormat(format).toBuffer()
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')
  const others = [await encode('gif'), await encode('tiff'), await encode('avif'), svg]
  const ppm = Buffer.concat([Buffer.from('P6 1 1 255\n'), Buffer.alloc(3)])
  expectSuccess(await upload(await openAccount(direct), jpeg))
  for (const one of [...others, ppm]) await expect(sharp(one).metadata()).rejects.toThrow()
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    expect((await sharp(await encode(format)).metadata()).width).toBe(8)
  }
})

describe('an upload', () => {
  test.each([
    ['logged out', logout],
    ['deleted', deletion],
  ])('by a user who is %s meanwhile is refused and leaves no object', async (_, end) => {
    const account = await openAccount(direct)
    const response = await interrupted(
      'UpdateItemCommand',
      () => end(account),
      () => upload(account, jpeg),
    )
    expectError(response, 401, 1001)
    expect(await storedKeys(account)).toEqual([])
    expect(await storedPicture(account)).toBeUndefined()
  })

  test('by a user who is logged out meanwhile keeps the old picture', async () => {
    const account = await openAccount(direct)
    await upload(account, png)
    const before = await shownPicture(account)
    await interrupted(
      'UpdateItemCommand',
      () => logout(account),
      () => upload(account, jpeg),
    )
    expect(await shownPicture(account)).toEqual(before)
  })

  test('replaces the picture of an upload that finished before it', async () => {
    const account = await openAccount(direct)
    const response = await interrupted(
      'UpdateItemCommand',
      async () => expectSuccess(await upload(account, png)),
      () => upload(account, jpeg),
    )
    expect(expectSuccess(response).filename).toMatch(/\.jpg$/)
    await shownPicture(account)
    expect((await storedPicture(account))?.key).toMatch(/\.jpg$/)
  })

  test('succeeds when the response of its DynamoDB write is lost', async () => {
    const account = await openAccount(direct)
    await upload(account, png)
    const fault = { command: 'UpdateItemCommand', error: timeOut(), times: 1, afterCommit: true }
    expectSuccess(await withFault(fault, () => upload(account, jpeg)))
    await shownPicture(account)
  })

  test('is stored again when it was replaced before it knew of its own write', async () => {
    const account = await openAccount(direct)
    const caller = parseToken(account.token)
    if (!caller) throw new Error('The token is malformed')
    const [user, encoded] = [await authenticate(caller), await encodePicture(jpeg)]
    // The response of its first write is lost; then another upload replaces and deletes its picture.
    const fault = { command: 'UpdateItemCommand', error: timeOut(), times: 1, afterCommit: true }
    await interrupted(
      'GetItemCommand',
      async () => expectSuccess(await upload(account, png)),
      () => withFault(fault, () => changePicture(caller, user, encoded)),
    )
    await shownPicture(account)
  })

  test('that DynamoDB does not record keeps the old picture', async () => {
    const account = await openAccount(direct)
    await upload(account, png)
    const before = await storedPicture(account)
    const fault = { command: 'UpdateItemCommand', error: timeOut() }
    expectError(await withFault(fault, () => upload(account, jpeg)), 503, 1009)
    expect(await storedPicture(account)).toEqual(before)
    expect(await storedKeys(account)).toContain(before?.key)
  })

  test('that DynamoDB records without a response shows a picture whose object exists', async () => {
    const account = await openAccount(direct)
    const fault = { command: 'UpdateItemCommand', error: timeOut(), afterCommit: true }
    await withFault(fault, () => upload(account, jpeg))
    await shownPicture(account)
  })
})

describe('a failure of S3', () => {
  test.each([
    ['a timeout', timeOut()],
    ['a request to slow down', unavailable()],
    ['a lost connection', Object.assign(new Error('write'), { code: 'EPIPE' })],
  ])('is a 503 and changes nothing: %s', async (_, error) => {
    const account = await openAccount(direct)
    await upload(account, png)
    const before = await shownPicture(account)
    const fault = { command: 'PutObjectCommand', error }
    const response = await withFault(fault, () => upload(account, jpeg))
    expectError(response, 503, 1009)
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0)
    expect(await shownPicture(account)).toEqual(before)
  })

  test('that happens once is retried', async () => {
    const account = await openAccount(direct)
    const fault = { command: 'PutObjectCommand', error: unavailable(), times: 1 }
    expectSuccess(await withFault(fault, () => upload(account, jpeg)))
    await shownPicture(account)
  })

  test('to delete the old picture is logged, and the upload succeeds', async () => {
    const account = await openAccount(direct)
    await upload(account, png)
    const fault = { command: 'DeleteObjectCommand', error: unavailable() }
    expectSuccess(await withFault(fault, () => upload(account, jpeg)))
    expect(JSON.parse(loggedLines.at(-1) ?? '')).toMatchObject({
      level: 'WARN',
      message: 'Failed to remove a replaced picture',
      error: { name: 'SlowDown' },
    })
    expect(await storedKeys(account)).toHaveLength(2)
    expect(await storedKeys(account)).toContain((await storedPicture(account))?.key)
  })

  test('to delete the object of a refused upload does not change its 401', async () => {
    const account = await openAccount(direct)
    const fault = { command: 'DeleteObjectCommand', error: unavailable() }
    const response = await interrupted(
      'UpdateItemCommand',
      () => logout(account),
      () => withFault(fault, () => upload(account, jpeg)),
    )
    expectError(response, 401, 1001)
  })
})
