import { describe, expect, test } from 'vitest'
import { authenticate } from '../../../shared/accounts/authenticate.ts'
import { parseToken } from '../../../shared/accounts/token.ts'
import { uploadPicture } from '../../../shared/profile-picture/upload-picture.ts'
import { type Account, register } from '../../support/accounts.ts'
import { expectError, expectSuccess } from '../../support/answers.ts'
import { direct, drivers } from '../../support/drivers.ts'
import { awsError, interrupted, timeOut, withFault } from '../../support/faults.ts'
import { plain } from '../../support/images.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { shownPicture, storedKeys, storedPicture, upload } from '../../support/pictures.ts'

const jpeg = await plain(40, 30).jpeg().toBuffer()
const png = await plain(30, 40).png().toBuffer()
const logout = ({ call }: Account) => call({ method: 'POST', path: '/auth/logout' })
const deletion = ({ call }: Account) => call({ method: 'DELETE', path: '/users' })
const unavailable = () =>
  awsError('SlowDown', { $metadata: { httpStatusCode: 503 }, $response: { statusCode: 503 } })

describe.each(drivers)('uploads at the same time over $name', (driver) => {
  test('leave one picture, which is there', async () => {
    const account = await register(driver)
    await upload(account, jpeg)
    const answers = await Promise.all([upload(account, jpeg), upload(account, png)])
    for (const answer of answers) expectSuccess(answer)
    await shownPicture(account)
  })

  test('of many leave one picture, whether or not all are served', async () => {
    const account = await register(driver)
    const answers = await Promise.all(Array.from({ length: 8 }, () => upload(account, jpeg)))
    for (const { status } of answers) expect([200, 503]).toContain(status)
    expect(answers.map(({ status }) => status)).toContain(200)
    await shownPicture(account)
  })

  test('as a deletion leave nothing', async () => {
    const account = await register(driver)
    const [uploaded] = await Promise.all([upload(account, jpeg), deletion(account)])
    if (uploaded.status !== 200) expect(await storedKeys(account)).toEqual([])
    expect(await storedPicture(account)).toBeUndefined()
    expectError(await upload(account, jpeg), 401, 1001)
  })
})

describe('an upload', () => {
  test.each([
    ['logged out', logout],
    ['deleted', deletion],
  ])('by somebody who is %s meanwhile is refused and leaves nothing', async (_, end) => {
    const account = await register(direct)
    const answer = await interrupted(
      'UpdateItemCommand',
      () => end(account),
      () => upload(account, jpeg),
    )
    expectError(answer, 401, 1001)
    expect(await storedKeys(account)).toEqual([])
    expect(await storedPicture(account)).toBeUndefined()
  })

  test('by somebody logged out meanwhile keeps the picture there was', async () => {
    const account = await register(direct)
    await upload(account, png)
    const before = await shownPicture(account)
    await interrupted(
      'UpdateItemCommand',
      () => logout(account),
      () => upload(account, jpeg),
    )
    expect(await shownPicture(account)).toEqual(before)
  })

  test('that another one overtakes wins after all, being the later', async () => {
    const account = await register(direct)
    const answer = await interrupted(
      'UpdateItemCommand',
      async () => expectSuccess(await upload(account, png)),
      () => upload(account, jpeg),
    )
    expect(expectSuccess(answer).filename).toMatch(/\.jpg$/)
    await shownPicture(account)
    expect((await storedPicture(account))?.key).toMatch(/\.jpg$/)
  })

  test('whose answer from DynamoDB is lost is not taken for another', async () => {
    const account = await register(direct)
    await upload(account, png)
    const fault = { command: 'UpdateItemCommand', error: timeOut(), times: 1, afterCommit: true }
    expectSuccess(await withFault(fault, () => upload(account, jpeg)))
    await shownPicture(account)
  })

  test('which landed, unknown to it, and was replaced, is stored anew', async () => {
    const account = await register(direct)
    const caller = parseToken(account.token)
    if (!caller) throw new Error('The token has no form')
    const user = await authenticate(caller)
    // Its first write lands, but the answer is lost; another upload replaces and deletes it.
    const fault = { command: 'UpdateItemCommand', error: timeOut(), times: 1, afterCommit: true }
    await interrupted(
      'GetItemCommand',
      async () => expectSuccess(await upload(account, png)),
      () => withFault(fault, () => uploadPicture(caller, user, jpeg)),
    )
    await shownPicture(account)
  })

  test('that is not recorded keeps the picture there was', async () => {
    const account = await register(direct)
    await upload(account, png)
    const before = await storedPicture(account)
    const fault = { command: 'UpdateItemCommand', error: timeOut() }
    expectError(await withFault(fault, () => upload(account, jpeg)), 503, 1009)
    expect(await storedPicture(account)).toEqual(before)
    expect(await storedKeys(account)).toContain(before?.key)
  })

  test('that was recorded although every answer was lost shows a picture that is there', async () => {
    const account = await register(direct)
    const fault = { command: 'UpdateItemCommand', error: timeOut(), afterCommit: true }
    await withFault(fault, () => upload(account, jpeg))
    await shownPicture(account)
  })
})

describe('trouble with S3', () => {
  test.each([
    ['a time-out', timeOut()],
    ['a request to slow down', unavailable()],
    ['a lost connection', Object.assign(new Error('write'), { code: 'EPIPE' })],
  ])('is a 503 and changes nothing: %s', async (_, error) => {
    const account = await register(direct)
    await upload(account, png)
    const before = await shownPicture(account)
    const fault = { command: 'PutObjectCommand', error }
    const answer = await withFault(fault, () => upload(account, jpeg))
    expectError(answer, 503, 1009)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(await shownPicture(account)).toEqual(before)
  })

  test('that passes is not noticed', async () => {
    const account = await register(direct)
    const fault = { command: 'PutObjectCommand', error: unavailable(), times: 1 }
    expectSuccess(await withFault(fault, () => upload(account, jpeg)))
    await shownPicture(account)
  })

  test('when the old picture is deleted is logged, and not the client’s', async () => {
    const account = await register(direct)
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

  test('when a refused upload is cleared away still is a 401', async () => {
    const account = await register(direct)
    const fault = { command: 'DeleteObjectCommand', error: unavailable() }
    const answer = await interrupted(
      'UpdateItemCommand',
      () => logout(account),
      () => withFault(fault, () => upload(account, jpeg)),
    )
    expectError(answer, 401, 1001)
  })
})
