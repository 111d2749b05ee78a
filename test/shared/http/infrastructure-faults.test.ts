import {
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import { type Account, logIn } from '../../support/accounts.ts'
import { direct } from '../../support/drivers.ts'
import { awsError, timeOut, withFault } from '../../support/faults.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { metricsOf } from '../../support/metrics.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { storedItem } from '../../support/stack.ts'

// Faults are injected into this process, so only the direct driver is affected.
const driver = direct

const me = (account: Account) => account.call({ method: 'GET', path: '/auth/me' })
const patch = (account: Account) =>
  account.call({ method: 'PATCH', path: '/users/info', body: { attempt_number: 2 } })
const deletion = (account: Account) => account.call({ method: 'DELETE', path: '/users' })
const logout = (account: Account) => account.call({ method: 'POST', path: '/auth/logout' })
function cancelled(...codes: string[]): Error {
  const CancellationReasons = codes.map((Code) => ({ Code }))
  return new TransactionCanceledException({ message: 'x', $metadata: {}, CancellationReasons })
}

describe('a DynamoDB failure', () => {
  test.each([
    ['a timeout', timeOut()],
    ['a lost connection', Object.assign(new Error('read'), { code: 'ECONNRESET' })],
    ['throttling', awsError('ThrottlingException')],
    ['exhausted capacity', awsError('ProvisionedThroughputExceededException')],
    ['a server error', awsError('InternalServerError', { $fault: 'server' })],
  ])('is a 503 with Retry-After: %s', async (_, error) => {
    const account = await openAccount(driver)
    const commands: [string, (account: Account) => ReturnType<typeof me>][] = [
      ['GetItemCommand', me],
      ['UpdateItemCommand', patch],
      ['TransactWriteItemsCommand', logout],
      ['GetItemCommand', (one) => logIn(driver, one)],
    ]
    for (const [command, call] of commands) {
      const response = await withFault({ command, error }, () => call(account))
      const { message } = expectError(response, 503, 1009)
      expect(message).not.toContain('internal')
      expect(Number(response.headers['retry-after'])).toBeGreaterThan(0)
    }
    expect(await storedItem(`USER#${account.id}`)).toBeDefined()
  })

  test('is returned by the portal routes in their own envelope', async () => {
    const account = await openAccount(driver)
    const fault = { command: 'GetItemCommand', error: timeOut() }
    const response = await withFault(fault, () =>
      account.call({ method: 'GET', path: '/app/api/v1/user' }),
    )
    expect(response.status).toBe(503)
    expect(response.body.error.status).toBe(503)
  })

  test('that is our own mistake is a 500 that contains only the request id', async () => {
    const account = await openAccount(driver)
    const fault = { command: 'GetItemCommand', error: awsError('AccessDeniedException') }
    const response = await withFault(fault, () => me(account))
    const { message } = expectError(response, 500, 1000)
    expect(message).toBe('Internal error. If it persists, tell us the request id test-request-id=')
    const logged = loggedLines.at(-1) ?? ''
    expect(JSON.parse(logged)).toMatchObject({
      correlation_id: 'test-request-id=',
      code: 1000,
      error: { name: 'AccessDeniedException' },
    })
    expect(logged).not.toContain(account.token)
  })
})

test('a queue that throttles is a 503, and no failure of ours', async () => {
  // The name that SQS has for it. DynamoDB's is ThrottlingException.
  const fault = { command: 'SendMessageCommand', error: awsError('RequestThrottled') }
  const body = { email: 'jsmith@example.com' }
  const forget = () => driver.call({ method: 'POST', path: '/auth/forgot-password', body })
  const counted = await metricsOf(async () => {
    expectError(await withFault(fault, forget), 503, 1009)
  })
  expect(counted).toEqual({})
})

describe('DELETE /users when DynamoDB fails', () => {
  test('returns 3507 and changes nothing', async () => {
    const account = await openAccount(driver)
    const before = await storedItem(`USER#${account.id}`)
    const fault = { command: 'TransactWriteItemsCommand', error: timeOut() }
    const response = await withFault(fault, () => deletion(account))
    expect(expectError(response, 500, 3507).message).toBe('User deletion failed')
    expect(await storedItem(`USER#${account.id}`)).toEqual(before)
    expect(await storedItem(`EMAIL#${account.email}`)).toBeDefined()
    expectSuccess(await me(account))
  })

  test('returns 200 when it succeeded but every response was lost', async () => {
    const account = await openAccount(driver)
    const fault = { command: 'TransactWriteItemsCommand', error: timeOut(), afterCommit: true }
    expectSuccess(await withFault(fault, () => deletion(account)))
    expect(await storedItem(`USER#${account.id}`)).toBeUndefined()
  })

  test('reads the profile again when it changed meanwhile', async () => {
    const account = await openAccount(driver)
    const refused = cancelled('ConditionalCheckFailed', 'None', 'None')
    const fault = { command: 'TransactWriteItemsCommand', error: refused, times: 1 }
    expectSuccess(await withFault(fault, () => deletion(account)))
  })
})

describe('a transaction that conflicted with another', () => {
  const command = 'TransactWriteItemsCommand'

  test('is retried', async () => {
    const account = await openAccount(driver)
    const fault = { command, error: cancelled('TransactionConflict'), times: 3 }
    expectSuccess(await withFault(fault, () => logout(account)))
  })

  test('is a 503 after four attempts', async () => {
    const account = await openAccount(driver)
    const fault = { command, error: cancelled('TransactionConflict'), times: 4 }
    expectError(await withFault(fault, () => logout(account)), 503, 1009)
    expectSuccess(await logout(account))
  })

  test('is a domain error when a condition failed as well', async () => {
    const account = await openAccount(driver)
    const error = cancelled('ConditionalCheckFailed', 'TransactionConflict')
    const again = { email: account.email, password: 'quiet-lamp-4', name: { first_name: 'John' } }
    const response = await withFault({ command, error, times: 1 }, () =>
      driver.call({ method: 'POST', path: '/auth/register', body: again }),
    )
    expectError(response, 409, 2102)
  })
})

describe('a write that conflicted with a transaction on its item', () => {
  const command = 'UpdateItemCommand'
  const error = new TransactionConflictException({ message: 'x', $metadata: {} })

  test('is retried', async () => {
    const account = await openAccount(driver)
    const response = await withFault({ command, error, times: 3 }, () => patch(account))
    expect(expectSuccess(response).attempt_number).toBe(2)
  })

  test('is a 503 after four attempts', async () => {
    const account = await openAccount(driver)
    expectError(await withFault({ command, error, times: 4 }, () => patch(account)), 503, 1009)
    expectSuccess(await patch(account))
  })
})
