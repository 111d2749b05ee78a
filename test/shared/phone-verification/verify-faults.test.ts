import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import { direct } from '../../support/drivers.ts'
import { timeOut, withFault } from '../../support/faults.ts'
import { openAccount } from '../../support/open-account.ts'
import { challenge, freshPhone, link, verify } from '../../support/phones.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { storedItem } from '../../support/stack.ts'

const TRANSACTION = 'TransactWriteItemsCommand'

function cancelled(...codes: string[]): Error {
  const CancellationReasons = codes.map((Code) => ({ Code }))
  return new TransactionCanceledException({ message: 'x', $metadata: {}, CancellationReasons })
}

describe('a verification', () => {
  test.each(['GetItemCommand', TRANSACTION])(
    'is a 503 while %s fails, and can be repeated',
    async (command) => {
      const account = await openAccount(direct)
      const given = await challenge(account, freshPhone())
      const response = await withFault({ command, error: timeOut() }, () => verify(account, given))
      expectError(response, 503, 1009)
      expect(await storedItem(`PHONE#+91${given.value}`)).toBeUndefined()
      expectSuccess(await verify(account, given))
    },
  )

  test.each([
    ['the count', 0],
    ['the link', 1],
  ])('succeeds when the response of %s is lost', async (_, after) => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    const fault = { command: TRANSACTION, error: timeOut(), afterCommit: true, times: 1, after }
    expectSuccess(await withFault(fault, () => verify(account, given)))
  })

  test('counts a try once when its response is lost, the last try too', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    const wrong = { ...given, otp: given.otp === '000000' ? '000001' : '000000' }
    for (const left of [4, 3, 2, 1]) {
      const fault = { command: TRANSACTION, error: timeOut(), afterCommit: true, times: 1 }
      const response = await withFault(fault, () => verify(account, wrong))
      expect(expectError(response, 400, 2002).message).toMatch(new RegExp(`: ${left} tr`))
    }
    const fault = { command: TRANSACTION, error: timeOut(), afterCommit: true, times: 1 }
    expectSuccess(await withFault(fault, () => verify(account, given)))
  })

  test('is a 3709 when it is repeated after all responses were lost', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    const fault = { command: TRANSACTION, error: timeOut(), afterCommit: true, after: 1 }
    expectError(await withFault(fault, () => verify(account, given)), 503, 1009)
    expectError(await verify(account, given), 409, 3709)
    expect(await storedItem(`USER#${account.id}`)).toMatchObject({ phone: `+91${given.value}` })
  })

  test('succeeds after three conflicts, and is a 503 after four', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    const lasting = { command: TRANSACTION, error: cancelled('TransactionConflict'), times: 4 }
    expectError(await withFault(lasting, () => verify(account, given)), 503, 1009)
    expectSuccess(await withFault({ ...lasting, times: 3 }, () => verify(account, given)))
  })

  test('reads the profile again when it changed in between', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    const refused = cancelled('ConditionalCheckFailed', 'None', 'None', 'None', 'None')
    const fault = { command: TRANSACTION, error: refused, times: 1, after: 1 }
    expectSuccess(await withFault(fault, () => verify(account, given)))
  })

  test('returns the profile as stored when it is changed at the same time', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    const [response] = await Promise.all([
      verify(account, given),
      ...Array.from({ length: 3 }, (_, i) =>
        account.call({
          method: 'PATCH',
          path: '/users/info',
          body: { attempt_number: i + 1 },
        }),
      ),
    ])
    expectSuccess(response)
    const stored = await storedItem(`USER#${account.id}`)
    expect(stored).toMatchObject({ phone: `+91${given.value}`, attemptNumber: expect.any(Number) })
  })

  test('is a 3708 when another account has linked the number in between', async () => {
    const phone = freshPhone()
    const [loser, winner] = [await openAccount(direct), await openAccount(direct)]
    const given = await challenge(loser, phone)
    await link(winner, phone)
    expectError(await verify(loser, given), 409, 3708)
    expect(await storedItem(`USER#${loser.id}`)).not.toHaveProperty('phone')
    expect(await storedItem(`PHONE#+91${phone}`)).toMatchObject({ userId: winner.id })
  })
})
