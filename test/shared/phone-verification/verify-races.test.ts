import { expect, test } from 'vitest'
import { dynamo } from '../../../shared/aws/dynamodb-client.ts'
import { register } from '../../support/accounts.ts'
import { expectError, expectSuccess } from '../../support/answers.ts'
import { direct } from '../../support/drivers.ts'
import { challenge, freshPhone, verify } from '../../support/phones.ts'
import { stack, storedItem } from '../../support/stack.ts'

/** Does something once, at the moment before a command's first call on the table of OTPs. */
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

// A client that did not want to wait longer asks again while its first request is still at work.
test.each(['GetItemCommand', 'TransactWriteItemsCommand'])(
  'a repeated verification is told 3709, also when the first one ends before its %s',
  async (command) => {
    const account = await register(direct)
    const given = await challenge(account, freshPhone())
    const first = async () => expectSuccess(await verify(account, given))
    expectError(await beforeOtps(command, first, () => verify(account, given)), 409, 3709)
    const profile = await storedItem(`USER#${account.id}`)
    expect(profile?.phone).toBe(`+91${given.value}`)
  },
)
