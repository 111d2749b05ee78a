import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { FAILURES } from '../../../shared/metrics.ts'
import { type Account, callAs } from '../../support/accounts.ts'
import { direct } from '../../support/drivers.ts'
import { awsError, type Fault, invalidParameter, timeOut, withFault } from '../../support/faults.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { metricsOf } from '../../support/metrics.ts'
import { openAccount } from '../../support/open-account.ts'
import { freshPhone, send, smsTo } from '../../support/phones.ts'
import { recordCalls } from '../../support/recorded-calls.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
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

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('when SNS', () => {
  test.each([
    ['throttles', awsError('ThrottledException')],
    ['has spent its budget or lost its permissions', awsError('AuthorizationErrorException')],
    ['refuses an attribute of ours', invalidParameter('Message attribute')],
    ['knows that the phone opted out', awsError('OptedOutException')],
    [
      'fails',
      awsError('InternalErrorException', {
        $fault: 'server',
        $metadata: { httpStatusCode: 500 },
      }),
    ],
  ])('%s, the response is 3710 and the OTP is deleted', async (_, error) => {
    const account = await openAccount(direct)
    const phone = freshPhone()
    const response = await withFault(publishing(error), () => send(account, phone))
    expect(expectError(response, 503, 3710).message).not.toContain('internal')
    expect(response.headers['retry-after']).toBe('30')
    expect(await otpsOf(account)).toEqual([])
    expect(JSON.parse(loggedLines.at(-1) ?? '')).toMatchObject({
      code: 3710,
      error: { cause: { name: error.name } },
    })
    expect(loggedLines.join('')).not.toContain(phone)
  })

  test('says that the number is invalid, the response is 1006 and the OTP is deleted', async () => {
    const account = await openAccount(direct)
    const fault = publishing(invalidParameter('PhoneNumber'))
    const response = await withFault(fault, () => send(account, freshPhone()))
    expectError(response, 422, 1006)
    expect(await otpsOf(account)).toEqual([])
  })

  test('times out, the response is 3710 and the OTP stays', async () => {
    const account = await openAccount(direct)
    const response = await withFault(publishing(timeOut()), () => send(account, freshPhone()))
    expectError(response, 503, 3710)
    expect(await otpsOf(account)).toHaveLength(1)
  })

  test('has sent the SMS and its response is lost, no second SMS is sent', async () => {
    const account = await openAccount(direct)
    const phone = freshPhone()
    const fault = publishing(timeOut(), { times: 1, afterCommit: true })
    expectError(await withFault(fault, () => send(account, phone)), 503, 3710)
    expectError(await send(account, phone), 429, 1005)
    expect(await smsTo(phone)).toHaveLength(1)
    expect(await otpsOf(account)).toHaveLength(1)
  })

  test('refuses and the OTP cannot be deleted, the response is the same', async () => {
    const account = await openAccount(direct)
    const response = await withFault(publishing(awsError('ThrottledException')), () =>
      withFault({ command: TRANSACTION, error: timeOut(), after: 1 }, () =>
        send(account, freshPhone()),
      ),
    )
    expectError(response, 503, 3710)
  })

  test('is not reachable, the request counts against the limits', async () => {
    const account = await openAccount(direct)
    await withFault(publishing(timeOut()), () => send(account, freshPhone()))
    expectError(await send(account, freshPhone()), 429, 1005)
  })
})

test('an SMS without its text is a failure of ours, which stops a release, and nothing is stored', async () => {
  const account = await openAccount(direct)
  vi.stubEnv('SMS_TEXT', undefined)
  const counted = await metricsOf(async () => {
    expectError(await send(account, freshPhone()), 500, 1000)
  })
  expect(counted).toEqual({ [FAILURES]: 1 })
  expect(await otpsOf(account)).toEqual([])
})

describe('an SMS', () => {
  test('takes two round trips: one transaction, then SNS', async () => {
    const account = await openAccount(direct)
    const calls = await recordCalls(() => send(account, freshPhone()))
    // The feature flags are read in parallel.
    const inARow = calls.filter((name) => name !== 'GetItemCommand')
    expect(inARow).toEqual([TRANSACTION, 'PublishCommand'])
  })

  test('is not sent when its OTP cannot be stored', async () => {
    const account = await openAccount(direct)
    const phone = freshPhone()
    const response = await withFault({ command: TRANSACTION, error: timeOut() }, () =>
      send(account, phone),
    )
    expectError(response, 503, 1009)
    expect(await smsTo(phone)).toEqual([])
    expectSuccess(await send(account, phone))
  })

  test('is not sent when it is unknown whether its OTP is stored', async () => {
    const account = await openAccount(direct)
    const phone = freshPhone()
    const fault = { command: TRANSACTION, error: timeOut(), afterCommit: true }
    expectError(await withFault(fault, () => send(account, phone)), 503, 1009)
    expect(await smsTo(phone)).toEqual([])
  })

  test('is sent once when the response of the transaction is lost once', async () => {
    const account = await openAccount(direct)
    const phone = freshPhone()
    const fault = { command: TRANSACTION, error: timeOut(), afterCommit: true, times: 1 }
    expectSuccess(await withFault(fault, () => send(account, phone)))
    expect(await smsTo(phone)).toHaveLength(1)
  })

  test('is sent after three conflicts, and not after four', async () => {
    const account = await openAccount(direct)
    const phone = freshPhone()
    const error = cancelled('None', 'TransactionConflict')
    const lasting = { command: TRANSACTION, error, times: 4 }
    expectError(await withFault(lasting, () => send(account, phone)), 503, 1009)
    expect(await smsTo(phone)).toEqual([])
    expectSuccess(await withFault({ ...lasting, times: 3 }, () => send(account, phone)))
    expect(await smsTo(phone)).toHaveLength(1)
  })

  test('is a 429 when a limit refuses and another item conflicts', async () => {
    const account = await openAccount(direct)
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

test('an invalid token is refused before the limits and the validation of the number', async () => {
  const account = await openAccount(direct)
  await send(account, freshPhone())
  const nobody = { ...account, call: callAs(direct, `${account.token.slice(0, -4)}AAAA`) }
  expectError(await send(nobody, freshPhone()), 401, 1001)
  expectError(await send(nobody, '123'), 401, 1001)
})
