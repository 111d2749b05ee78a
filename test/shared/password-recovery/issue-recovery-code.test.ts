import { afterEach, describe, expect, test, vi } from 'vitest'
import { newObjectId } from '../../../shared/object-id.ts'
import { issueRecoveryCode } from '../../../shared/password-recovery/issue-recovery-code.ts'
import { type Account, logIn } from '../../support/accounts.ts'
import { drivers } from '../../support/drivers.ts'
import { interrupted } from '../../support/faults.ts'
import { openAccount } from '../../support/open-account.ts'
import { freshPhone, link, wrongOtps } from '../../support/phones.ts'
import { NEW_PASSWORD, reset } from '../../support/recoveries.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'

afterEach(() => {
  vi.useRealTimers()
})

async function codeFor({ id }: Account) {
  const code = await issueRecoveryCode(id)
  if (!code) throw new Error('There is no such user')
  return code
}

describe.each(drivers)('an operator’s one-time code over $name', (driver) => {
  test('resets the password of an account without a phone, once, and ends its sessions', async () => {
    const account = await openAccount(driver)
    const code = await codeFor(account)
    expect(code).toEqual({
      oti: expect.any(String),
      otp: expect.stringMatching(/^\d{8}$/),
      expires: expect.any(Number),
    })
    expectSuccess(await reset(driver, code))
    expectError(await account.call({ method: 'GET', path: '/auth/me' }), 401, 1001)
    expectSuccess(await logIn(driver, { ...account, password: NEW_PASSWORD }))
    expectError(await reset(driver, code, 'calm-river-8'), 400, 2008)
  })

  test('allows five tries', async () => {
    const account = await openAccount(driver)
    const code = await codeFor(account)
    for (const otp of wrongOtps(code.otp, 5)) {
      expectError(await reset(driver, { ...code, otp }), 400, 2002)
    }
    expectError(await reset(driver, code), 400, 2008)
  })

  test('is void once a phone was verified', async () => {
    const account = await openAccount(driver)
    const code = await codeFor(account)
    await link(account, freshPhone())
    expectError(await reset(driver, code), 400, 2008)
  })
})

const [direct] = drivers

describe('an operator’s one-time code', () => {
  test('is valid for an hour, to the millisecond', async () => {
    if (!direct) throw new Error('There is no driver')
    const before = Date.now()
    const code = await codeFor(await openAccount(direct))
    expect(code.expires).toBeGreaterThanOrEqual(before + 3_600_000)
    expect(code.expires).toBeLessThanOrEqual(Date.now() + 3_600_000)
    vi.useFakeTimers({ toFake: ['Date'], now: code.expires })
    expectError(await reset(direct, code), 400, 2008)
    vi.setSystemTime(code.expires - 1)
    expectSuccess(await reset(direct, code))
  })

  test('is not made for an unknown user', async () => {
    expect(await issueRecoveryCode(newObjectId())).toBeUndefined()
  })

  test('is not made for a user who is deleted meanwhile', async () => {
    if (!direct) throw new Error('There is no driver')
    const account = await openAccount(direct)
    const deletion = async () =>
      expectSuccess(await account.call({ method: 'DELETE', path: '/users' }))
    await expect(
      interrupted('TransactWriteItemsCommand', deletion, () => issueRecoveryCode(account.id)),
    ).rejects.toThrow('The service is busy')
  })
})
