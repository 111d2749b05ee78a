import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import { type Account, callAs, register } from '../../support/accounts.ts'
import { expectError, expectSuccess } from '../../support/answers.ts'
import { direct } from '../../support/drivers.ts'
import { awsError, type Fault, timeOut, withFault } from '../../support/faults.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { freshPhone, send, smsTo } from '../../support/phones.ts'
import { recordCalls } from '../../support/recorded-calls.ts'
import { storedOtps } from '../../support/stack.ts'

const TRANSACTION = 'TransactWriteItemsCommand'
const publishing = (error: Error, more: Partial<Fault> = {}): Fault => ({
  command: 'PublishCommand',
  error,
  ...more,
})
const otpsOf = async ({ id }: Account) => (await storedOtps(id)).filter(({ proof }) => proof)

function cancelled(...codes: string[]): Error {
  const CancellationReasons = codes.map((Code) => ({ Code }))
  return new TransactionCanceledException({ message: 'x', $metadata: {}, CancellationReasons })
}

describe('when SNS', () => {
  test.each([
    ['throttles', awsError('ThrottledException')],
    ['has spent its budget or lost its rights', awsError('AuthorizationErrorException')],
    ['knows that the phone opted out', awsError('OptedOutException')],
    [
      'fails',
      awsError('InternalErrorException', {
        $fault: 'server',
        $metadata: { httpStatusCode: 500 },
      }),
    ],
  ])('%s, the answer is 3710 and the OTP is removed', async (_, error) => {
    const account = await register(direct)
    const phone = freshPhone()
    const answer = await withFault(publishing(error), () => send(account, phone))
    expect(expectError(answer, 503, 3710).message).not.toContain('internal')
    expect(answer.headers['retry-after']).toBe('30')
    expect(await otpsOf(account)).toEqual([])
    expect(JSON.parse(loggedLines.at(-1) ?? '')).toMatchObject({
      code: 3710,
      error: { cause: { name: error.name } },
    })
    expect(loggedLines.join('')).not.toContain(phone)
  })

  test('calls the number invalid, the answer is 1006 and the OTP is removed', async () => {
    const account = await register(direct)
    const fault = publishing(awsError('InvalidParameterException'))
    const answer = await withFault(fault, () => send(account, freshPhone()))
    expectError(answer, 422, 1006)
    expect(await otpsOf(account)).toEqual([])
  })

  test('times out, the answer is 3710 and the OTP stays', async () => {
    const account = await register(direct)
    const answer = await withFault(publishing(timeOut()), () => send(account, freshPhone()))
    expectError(answer, 503, 3710)
    expect(await otpsOf(account)).toHaveLength(1)
  })

  test('has sent the SMS and only its answer is lost, no second one is sent', async () => {
    const account = await register(direct)
    const phone = freshPhone()
    const fault = publishing(timeOut(), { times: 1, afterCommit: true })
    expectError(await withFault(fault, () => send(account, phone)), 503, 3710)
    expectError(await send(account, phone), 429, 1005)
    expect(await smsTo(phone)).toHaveLength(1)
    expect(await otpsOf(account)).toHaveLength(1)
  })

  test('refuses and the OTP cannot be removed either, the answer is the same', async () => {
    const account = await register(direct)
    const answer = await withFault({ command: 'DeleteItemCommand', error: timeOut() }, () =>
      withFault(publishing(awsError('ThrottledException')), () => send(account, freshPhone())),
    )
    expectError(answer, 503, 3710)
  })

  test('was not reached, the request counts all the same', async () => {
    const account = await register(direct)
    await withFault(publishing(timeOut()), () => send(account, freshPhone()))
    expectError(await send(account, freshPhone()), 429, 1005)
  })
})

describe('an SMS', () => {
  test('takes two round trips: one transaction, then SNS', async () => {
    const account = await register(direct)
    const calls = await recordCalls(() => send(account, freshPhone()))
    // The feature flags are read beside them.
    const inARow = calls.filter((name) => name !== 'GetItemCommand')
    expect(inARow).toEqual([TRANSACTION, 'PublishCommand'])
  })

  test('never leaves when its OTP could not be stored', async () => {
    const account = await register(direct)
    const phone = freshPhone()
    const answer = await withFault({ command: TRANSACTION, error: timeOut() }, () =>
      send(account, phone),
    )
    expectError(answer, 503, 1009)
    expect(await smsTo(phone)).toEqual([])
    expectSuccess(await send(account, phone))
  })

  test('never leaves when it is not known whether its OTP was stored', async () => {
    const account = await register(direct)
    const phone = freshPhone()
    const fault = { command: TRANSACTION, error: timeOut(), afterCommit: true }
    expectError(await withFault(fault, () => send(account, phone)), 503, 1009)
    expect(await smsTo(phone)).toEqual([])
  })

  test('leaves once when the answer of the transaction was lost once', async () => {
    const account = await register(direct)
    const phone = freshPhone()
    const fault = { command: TRANSACTION, error: timeOut(), afterCommit: true, times: 1 }
    expectSuccess(await withFault(fault, () => send(account, phone)))
    expect(await smsTo(phone)).toHaveLength(1)
  })

  test('leaves after conflicts with other requests, unless they do not end', async () => {
    const account = await register(direct)
    const phone = freshPhone()
    const error = cancelled('None', 'TransactionConflict')
    const lasting = { command: TRANSACTION, error, times: 4 }
    expectError(await withFault(lasting, () => send(account, phone)), 503, 1009)
    expect(await smsTo(phone)).toEqual([])
    expectSuccess(await withFault({ ...lasting, times: 3 }, () => send(account, phone)))
    expect(await smsTo(phone)).toHaveLength(1)
  })

  test('is a 429 when a cap refused and another item conflicted', async () => {
    const account = await register(direct)
    const phone = freshPhone()
    const error = cancelled('TransactionConflict', 'ConditionalCheckFailed')
    expectError(
      await withFault({ command: TRANSACTION, error }, () => send(account, phone)),
      429,
      1005,
    )
    expect(await smsTo(phone)).toEqual([])
  })
})

test('a token that names nobody is refused before the caps and the number', async () => {
  const account = await register(direct)
  await send(account, freshPhone())
  const nobody = { ...account, call: callAs(direct, `${account.token.slice(0, -4)}AAAA`) }
  expectError(await send(nobody, freshPhone()), 401, 1001)
  expectError(await send(nobody, '123'), 401, 1001)
})
