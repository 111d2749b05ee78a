import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Account, callAs } from '../../support/accounts.ts'
import { direct } from '../../support/drivers.ts'
import { interrupted, withFault } from '../../support/faults.ts'
import { openAccount } from '../../support/open-account.ts'
import { challenge, freshPhone, link, verify, wrongOtps } from '../../support/phones.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { storedOtps } from '../../support/stack.ts'

const TRANSACTION = 'TransactWriteItemsCommand'
const logout = ({ call }: Account) => call({ method: 'POST', path: '/auth/logout' })

afterEach(() => {
  vi.unstubAllEnvs()
})

/** The tries that are counted for all OTPs of a user. */
async function triesOf({ id }: Account): Promise<number> {
  const counts = (await storedOtps(id)).map(({ tries }) => Number(tries ?? 0))
  return counts.reduce((sum, count) => sum + count, 0)
}

describe('no try is counted', () => {
  test('for a session that has ended, even with a valid OTI', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    await logout(account)
    expectError(await verify(account, given), 401, 1001)
    expect(await triesOf(account)).toBe(0)
  })

  test('for a session that ends between the read and the count', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    const response = await interrupted(
      TRANSACTION,
      () => logout(account),
      () => verify(account, given),
    )
    expectError(response, 401, 1001)
    expect(await triesOf(account)).toBe(0)
  })

  test('for a wrong secret', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    const call = callAs(direct, `${account.token.slice(0, -4)}AAAA`)
    expectError(await verify({ ...account, call }, given), 401, 1001)
    expect(await triesOf(account)).toBe(0)
  })

  test('for the number that is already on the account', async () => {
    const account = await openAccount(direct)
    const value = freshPhone()
    await link(account, value)
    vi.stubEnv('OTP_COOLDOWN_SECONDS', '0')
    const given = await challenge(account, freshPhone())
    for (const otp of [given.otp, ...wrongOtps(given.otp, 5)]) {
      expectError(await verify(account, { ...given, value, otp }), 409, 3709)
    }
    expect(await triesOf(account)).toBe(0)
    expectSuccess(await verify(account, given))
  })
})

test('a number that another request links between the read and the count is a 3709', async () => {
  const account = await openAccount(direct)
  const given = await challenge(account, freshPhone())
  const response = await interrupted(
    TRANSACTION,
    async () => expectSuccess(await verify(account, given)),
    () => verify(account, given),
  )
  expectError(response, 409, 3709)
})

test('a try that is refused for a reason that is gone by the next read is a 503', async () => {
  const account = await openAccount(direct)
  const given = await challenge(account, freshPhone())
  const CancellationReasons = ['ConditionalCheckFailed', 'None'].map((Code) => ({ Code }))
  const error = new TransactionCanceledException({
    message: 'x',
    $metadata: {},
    CancellationReasons,
  })
  const fault = { command: TRANSACTION, error, times: 1 }
  expectError(await withFault(fault, () => verify(account, given)), 503, 1009)
  expectSuccess(await verify(account, given))
})

test('after five wrong OTPs the right one is refused', async () => {
  const account = await openAccount(direct)
  const given = await challenge(account, freshPhone())
  const guesses = [...wrongOtps(given.otp, 5), given.otp]
  const responses = []
  for (const otp of guesses) responses.push(await verify(account, { ...given, otp }))
  expect(responses.map(({ body }) => body.error.code)).toEqual([2002, 2002, 2002, 2002, 2002, 2008])
  expect(await triesOf(account)).toBe(5)
})
