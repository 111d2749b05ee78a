import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Account, callAs, register } from '../../support/accounts.ts'
import { expectError, expectSuccess } from '../../support/answers.ts'
import { direct } from '../../support/drivers.ts'
import { interrupted, withFault } from '../../support/faults.ts'
import { challenge, freshPhone, link, verify, wrongOtps } from '../../support/phones.ts'
import { storedOtps } from '../../support/stack.ts'

const TRANSACTION = 'TransactWriteItemsCommand'
const logout = ({ call }: Account) => call({ method: 'POST', path: '/auth/logout' })

afterEach(() => {
  vi.unstubAllEnvs()
})

/** How many tries the user's OTPs have taken, all together. */
async function triesOf({ id }: Account): Promise<number> {
  const counts = (await storedOtps(id)).map(({ tries }) => Number(tries ?? 0))
  return counts.reduce((sum, count) => sum + count, 0)
}

describe('no try is counted', () => {
  test('for a session that has ended, though its client knows the OTI', async () => {
    const account = await register(direct)
    const given = await challenge(account, freshPhone())
    await logout(account)
    expectError(await verify(account, given), 401, 1001)
    expect(await triesOf(account)).toBe(0)
  })

  test('for a session that ends between the read and the count', async () => {
    const account = await register(direct)
    const given = await challenge(account, freshPhone())
    const answer = await interrupted(
      TRANSACTION,
      () => logout(account),
      () => verify(account, given),
    )
    expectError(answer, 401, 1001)
    expect(await triesOf(account)).toBe(0)
  })

  test('for a secret that is not the session’s', async () => {
    const account = await register(direct)
    const given = await challenge(account, freshPhone())
    const call = callAs(direct, `${account.token.slice(0, -4)}AAAA`)
    expectError(await verify({ ...account, call }, given), 401, 1001)
    expect(await triesOf(account)).toBe(0)
  })

  test('for the number that is on the account already, whatever is given with it', async () => {
    const account = await register(direct)
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

test('a number that comes onto the account between the read and the count is told as 3709', async () => {
  const account = await register(direct)
  const given = await challenge(account, freshPhone())
  const answer = await interrupted(
    TRANSACTION,
    async () => expectSuccess(await verify(account, given)),
    () => verify(account, given),
  )
  expectError(answer, 409, 3709)
})

test('a count that is refused for no reason that lasts is a 503', async () => {
  const account = await register(direct)
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

test('the fifth wrong OTP is the last that is compared, the right one among six is refused', async () => {
  const account = await register(direct)
  const given = await challenge(account, freshPhone())
  const guesses = [...wrongOtps(given.otp, 5), given.otp]
  const answers = []
  for (const otp of guesses) answers.push(await verify(account, { ...given, otp }))
  expect(answers.map(({ body }) => body.error.code)).toEqual([2002, 2002, 2002, 2002, 2002, 2008])
  expect(await triesOf(account)).toBe(5)
})
