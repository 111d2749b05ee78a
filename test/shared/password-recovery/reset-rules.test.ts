import { afterEach, describe, expect, test, vi } from 'vitest'
import { freshEmail, logIn } from '../../support/accounts.ts'
import { direct } from '../../support/drivers.ts'
import { afterCall, awsError, interrupted, timeOut, withFault } from '../../support/faults.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { metricsOf } from '../../support/metrics.ts'
import { freshPhone, link, wrongOtps } from '../../support/phones.ts'
import {
  type AccountWithPhone,
  deliver,
  NEW_PASSWORD,
  type Recovery,
  registerWithPhone,
  request,
  reset,
} from '../../support/recoveries.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { itemsMentioning, stolenOtpsTable, storedSessions } from '../../support/stack.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

/** A recovery whose SMS was sent. */
async function sentTo({ email }: AccountWithPhone): Promise<Recovery & { expiry_time: number }> {
  const { message, ...recovery } = await request(direct, { email })
  expect(await deliver(message)).toEqual([])
  return recovery
}

/** The items of an account's recoveries: each has two. */
async function recoveriesOf({ id }: AccountWithPhone): Promise<unknown[]> {
  const items: { pk: string; sk: string; userId?: string }[] = JSON.parse(await stolenOtpsTable())
  const recoveries = items.filter(({ sk }) => sk.startsWith('RECOVERY'))
  return recoveries.filter(({ pk, userId }) => pk === `USER#${id}` || userId === id)
}

const changePassword = ({ call, password }: AccountWithPhone, newPassword: string) =>
  call({
    method: 'PATCH',
    path: '/app/api/v1/user',
    body: { user: { password, newPassword, confPassword: newPassword } },
  })

/** Runs a reset, and `action` after it has read the account (its second read) and before it writes. */
async function afterRead<T>(action: () => Promise<unknown>, run: () => Promise<T>): Promise<T> {
  return await afterCall('GetItemCommand', action, run, 2)
}

describe('no password is reset', () => {
  test('with the OTP of a recovery that sent no SMS: it is as wrong as any other', async () => {
    const account = await registerWithPhone(direct)
    for (const email of [account.email, freshEmail()]) {
      const { otp, oti } = await request(direct, { email })
      const { details } = expectError(await reset(direct, { otp, oti }), 400, 2002)
      expect(details).toEqual([{ path: 'otp', message: '4 tries left' }])
    }
    expectSuccess(await logIn(direct, account))
  })

  test('after the account got another phone, neither its own nor of the phone’s next owner', async () => {
    vi.stubEnv('OTP_COOLDOWN_SECONDS', '0')
    const account = await registerWithPhone(direct)
    const recovery = await sentTo(account)
    await link(account, freshPhone())
    const next = await registerWithPhone(direct)
    await link(next, account.phone)
    expectError(await reset(direct, recovery), 400, 2008)
    expectSuccess(await logIn(direct, account))
    expectSuccess(await logIn(direct, next))
  })

  test('after the password was changed in another way', async () => {
    const account = await registerWithPhone(direct)
    const recovery = await sentTo(account)
    expect((await changePassword(account, 'warm-river-9')).body.error).toBeNull()
    expectError(await reset(direct, recovery), 400, 2008)
    expectSuccess(await logIn(direct, { ...account, password: 'warm-river-9' }))
  })

  test('when the phone changes between the read of the account and the write', async () => {
    vi.stubEnv('OTP_COOLDOWN_SECONDS', '0')
    const account = await registerWithPhone(direct)
    const recovery = await sentTo(account)
    const moved = await afterRead(
      async () => await link(account, freshPhone()),
      () => reset(direct, recovery),
    )
    expectError(moved, 400, 2008)
    expectSuccess(await logIn(direct, account))
  })

  test('for a deleted account', async () => {
    const account = await registerWithPhone(direct)
    const recovery = await sentTo(account)
    expectSuccess(await account.call({ method: 'DELETE', path: '/users' }))
    expectError(await reset(direct, recovery), 400, 2008)
  })

  test.each([
    ['an account', true],
    ['no account', false],
  ])('after the OTP and then the OTI have expired, to the millisecond: %s', async (_, exists) => {
    const account = await registerWithPhone(direct)
    const email = exists ? account.email : freshEmail()
    const { message, expiry_time, otp, oti } = await request(direct, { email })
    await deliver(message)
    const wrong = { oti, otp: wrongOtps(otp, 1)[0] ?? '' }
    vi.useFakeTimers({ toFake: ['Date'], now: expiry_time - 1 })
    expectError(await reset(direct, wrong), 400, 2002)
    vi.setSystemTime(expiry_time)
    for (const one of [wrong, { otp, oti }]) expectError(await reset(direct, one), 400, 2003)
    vi.setSystemTime(expiry_time + 5 * 60_000 - 1)
    expectError(await reset(direct, { otp, oti }), 400, 2003)
    vi.setSystemTime(expiry_time + 5 * 60_000)
    expectError(await reset(direct, { otp, oti }), 400, 2008)
  })
})

describe('no session outlives a reset', () => {
  test('of a login that verified the old password before it and writes after it', async () => {
    const account = await registerWithPhone(direct)
    const recovery = await sentTo(account)
    const response = await interrupted(
      'TransactWriteItemsCommand',
      async () => expectSuccess(await reset(direct, recovery)),
      () => logIn(direct, account),
    )
    expectError(response, 401, 2101)
    expect(await storedSessions(account)).toEqual([])
  })

  test('of a login between the reset’s read of the account and its write', async () => {
    const account = await registerWithPhone(direct)
    const recovery = await sentTo(account)
    const response = await afterRead(
      async () => expectSuccess(await logIn(direct, account)),
      () => reset(direct, recovery),
    )
    expectSuccess(response)
    expect(await storedSessions(account)).toEqual([])
  })

  test('whose password change is under way', async () => {
    const account = await registerWithPhone(direct)
    const recovery = await sentTo(account)
    const response = await interrupted(
      'UpdateItemCommand',
      async () => expectSuccess(await reset(direct, recovery)),
      () => changePassword(account, 'warm-river-9'),
    )
    expect(response.status).toBe(401)
    expectSuccess(await logIn(direct, { ...account, password: NEW_PASSWORD }))
  })
})

describe('a reset', () => {
  test('succeeds once when the response of its write is lost', async () => {
    const account = await registerWithPhone(direct)
    const recovery = await sentTo(account)
    const fault = { command: 'TransactWriteItemsCommand', error: timeOut(), after: 1, times: 1 }
    const metrics = await metricsOf(async () => {
      const lost = { ...fault, afterCommit: true }
      expectSuccess(await withFault(lost, () => reset(direct, recovery)))
    })
    expect(metrics).toEqual({ PasswordsReset: 1 })
    expectSuccess(await logIn(direct, { ...account, password: NEW_PASSWORD }))
  })

  test('succeeds when its write was stored, and a repetition of the write is refused by it', async () => {
    const account = await registerWithPhone(direct)
    const recovery = await sentTo(account)
    const CancellationReasons = [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }]
    const error = awsError('TransactionCanceledException', { CancellationReasons })
    const refused = { command: 'TransactWriteItemsCommand', after: 1, afterCommit: true, error }
    expectSuccess(await withFault(refused, () => reset(direct, recovery)))
    expectSuccess(await logIn(direct, { ...account, password: NEW_PASSWORD }))
  })

  test('is a 503 while AWS fails, and can then be repeated', async () => {
    const account = await registerWithPhone(direct)
    const recovery = await sentTo(account)
    const fault = { command: 'TransactWriteItemsCommand', error: timeOut(), after: 1, times: 3 }
    expectError(await withFault(fault, () => reset(direct, recovery)), 503, 1009)
    expectSuccess(await logIn(direct, account))
    expectSuccess(await reset(direct, recovery))
  })

  test('leaves OTP, OTI, identifier and passwords in no log line and no item, and removes its items', async () => {
    const account = await registerWithPhone(direct)
    const recovery = await sentTo(account)
    const [wrong = ''] = wrongOtps(recovery.otp, 1)
    await reset(direct, { ...recovery, otp: wrong })
    const stolen = await stolenOtpsTable()
    expect(stolen).not.toContain(account.email)
    expect(stolen).not.toContain(recovery.oti)
    expect(stolen).not.toContain(`"${recovery.otp}"`)
    expect(await recoveriesOf(account)).toHaveLength(2)
    await reset(direct, recovery)
    expect(await recoveriesOf(account)).toEqual([])
    const lines = loggedLines.join('\n')
    for (const secret of [recovery.oti, recovery.otp, wrong, account.email, NEW_PASSWORD]) {
      expect(lines).not.toContain(secret)
    }
    expect(await itemsMentioning(recovery.oti)).toEqual([])
  })
})
