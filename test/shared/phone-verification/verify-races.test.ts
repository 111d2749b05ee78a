import { afterEach, expect, test, vi } from 'vitest'
import { dynamo } from '../../../shared/aws/dynamodb-client.ts'
import { direct } from '../../support/drivers.ts'
import { afterCall } from '../../support/faults.ts'
import { openAccount } from '../../support/open-account.ts'
import { challenge, freshPhone, verify } from '../../support/phones.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { stack, storedItem } from '../../support/stack.ts'

/** Runs `interrupt` once, just before the first call of a command on the OTPs table. */
async function beforeOtps<T>(
  command: string,
  interrupt: () => Promise<unknown>,
  run: () => Promise<T>,
): Promise<T> {
  let isDone = false
  dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      const isOnOtps = JSON.stringify(args.input).includes(stack.otpsTableName)
      if (!isDone && context.commandName === command && isOnOtps) {
        isDone = true
        await interrupt()
      }
      return await next(args)
    },
    { step: 'initialize', name: 'before-otps' },
  )
  try {
    return await run()
  } finally {
    dynamo.middlewareStack.remove('before-otps')
  }
}

// An impatient client repeats its request while the first one is still running.
test.each(['GetItemCommand', 'TransactWriteItemsCommand'])(
  'a repeated verification is a 3709, even if the first one ends before its %s',
  async (command) => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    const first = async () => expectSuccess(await verify(account, given))
    expectError(await beforeOtps(command, first, () => verify(account, given)), 409, 3709)
    const profile = await storedItem(`USER#${account.id}`)
    expect(profile?.phone).toBe(`+91${given.value}`)
  },
)

afterEach(() => {
  vi.unstubAllEnvs()
})

test('an OTP that was used meanwhile links nothing, when the account has another number by then', async () => {
  vi.stubEnv('OTP_COOLDOWN_SECONDS', '0')
  const account = await openAccount(direct)
  const [first, second] = [
    await challenge(account, freshPhone()),
    await challenge(account, freshPhone()),
  ]
  const linkBoth = async () => {
    expectSuccess(await verify(account, first))
    expectSuccess(await verify(account, second))
  }
  // The try is counted and the profile is read; then both numbers are linked, one after the other.
  const response = await afterCall('TransactWriteItemsCommand', linkBoth, () =>
    verify(account, first),
  )
  expectError(response, 400, 2008)
  expect(await storedItem(`USER#${account.id}`)).toMatchObject({ phone: `+91${second.value}` })
  expect(await storedItem(`PHONE#+91${first.value}`)).toBeUndefined()
})
