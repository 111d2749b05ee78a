import { randomUUID } from 'node:crypto'
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import { otpsKeys } from '../../shared/otps/otps-table.ts'
import { counterKey } from '../../shared/rate-limits/counters.ts'
import type { Account } from '../support/accounts.ts'
import { expectError, expectSuccess } from '../support/responses.ts'
import { deployment, onlyLocally, ownStack, tables } from './deployment.ts'
import {
  challenge,
  freshPhone,
  type GivenOtp,
  linkPhone,
  sendOtp,
  toNumber,
  verifyOtp,
} from './otp-requests.ts'
import { anonymously, anyAccount, openAccount, reading } from './people.ts'

const TableName = deployment.outputs.OtpsTableName
const SENDS_SMS = 'sends an SMS, which only the local inbox shows'

/** As if the last SMS of this account were long ago. */
async function forgetSends({ id: userId }: Account): Promise<void> {
  const Key = counterKey({ name: 'otp-sends', subject: { userId } })
  await tables.send(new DeleteCommand({ TableName, Key }))
}

/** Sets what is stored of an OTP, or of a counter. */
async function set(Key: { pk: string; sk: string }, name: string, value: number): Promise<void> {
  await tables.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: 'SET #name = :value',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: { ':value': value },
    }),
  )
}

const wrong = (given: GivenOtp): GivenOtp => ({
  ...given,
  otp: String((Number(given.otp) + 1) % 1_000_000).padStart(6, '0'),
})

describe('POST /users/send-phone-otp', () => {
  test.each([
    ['another country', { code: '+1', value: '9876543210' }],
    ['nine digits', toNumber('987654321')],
    ['sixteen digits', toNumber('9876543210123456')],
    ['no number', undefined],
  ])('refuses %s', async (_, phone_number) => {
    const account = await anyAccount()
    const body = { phone_number }
    const answer = await account.call({ method: 'POST', path: '/users/send-phone-otp', body })
    expectError(answer, 422, 1006)
  })

  test('refuses to be called without a token', async () => {
    const body = { phone_number: toNumber('9876543210') }
    expectError(await anonymously('POST', '/users/send-phone-otp', body), 401, 1001)
  })

  test('refuses a number that SNS knows to be none, and keeps no OTP of it', async (context) => {
    onlyLocally(context, 'asks SNS to send an SMS')
    const account = await openAccount()
    expectError(await sendOtp(account, '987654321012'), 422, 1006)
  })

  test('lets half a minute pass between two SMS', async (context) => {
    onlyLocally(context, SENDS_SMS)
    const account = await openAccount()
    const { message, expiry_time } = expectSuccess(await sendOtp(account, freshPhone()))
    expect(message).toBe('OTP sent successfully')
    expect(expiry_time).toBeGreaterThan(Date.now())
    const answer = await sendOtp(account, freshPhone())
    expectError(answer, 429, 1005)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(20)
  })

  test('refuses a number of another account', async (context) => {
    onlyLocally(context, SENDS_SMS)
    const value = await linkPhone(await openAccount())
    expectError(await sendOtp(await openAccount(), value), 409, 3708)
  })

  test('says so when the SMS cannot be handed over', async (context) => {
    const own = ownStack(context, 'puts AWS out of order')
    const account = await openAccount()
    const answer = await own.during(
      (_, operation) => operation === 'Publish',
      async () => await sendOtp(account, freshPhone()),
    )
    expectError(answer, 503, 3710)
  })
})

describe('POST /users/verify-phone-otp', () => {
  test('links the number, once', async (context) => {
    onlyLocally(context, SENDS_SMS)
    const account = await openAccount()
    const given = await challenge(account, freshPhone())
    const { details } = expectError(await verifyOtp(account, wrong(given)), 400, 2002)
    expect(details).toEqual([{ path: 'otp', message: '4 tries left' }])
    expectError(await verifyOtp(await openAccount(), given), 400, 2008)

    const details200 = expectSuccess(await verifyOtp(account, given))
    expect(details200).toMatchObject({
      phone_number: toNumber(given.value),
      is_phone_validated: true,
    })
    expect(expectSuccess(await account.call(reading))).toEqual(details200)
    expectError(await verifyOtp(account, given), 409, 3709)
    expectError(await verifyOtp(account, { ...given, value: freshPhone() }), 400, 2008)
  })

  test('frees the number that the account had before', async (context) => {
    onlyLocally(context, SENDS_SMS)
    const account = await openAccount()
    const before = await linkPhone(account)
    await forgetSends(account)
    await linkPhone(account)
    const next = await openAccount()
    expectSuccess(await verifyOtp(next, await challenge(next, before)))
  })

  test('leaves a number to whoever verified it first', async (context) => {
    onlyLocally(context, SENDS_SMS)
    const value = freshPhone()
    const [one, other] = [await openAccount(), await openAccount()]
    const late = await challenge(one, value)
    expectSuccess(await verifyOtp(other, await challenge(other, value)))
    expectError(await verifyOtp(one, late), 409, 3708)
  })

  test('refuses an OTP and an OTI whose time is over', async (context) => {
    onlyLocally(context, SENDS_SMS)
    const account = await openAccount()
    const given = await challenge(account, freshPhone())
    const key = otpsKeys.otp(account.id, given.oti)
    await set(key, 'otpEndsAt', 1)
    expectError(await verifyOtp(account, given), 400, 2003)
    await set(key, 'otiEndsAt', 1)
    expectError(await verifyOtp(account, given), 400, 2008)
  })

  test('takes five tries for an OTI, and twenty an hour', async (context) => {
    onlyLocally(context, SENDS_SMS)
    const account = await openAccount()
    const given = await challenge(account, freshPhone())
    for (let i = 0; i < 5; i++) expectError(await verifyOtp(account, wrong(given)), 400, 2002)
    expectError(await verifyOtp(account, given), 400, 2008)

    await forgetSends(account)
    const next = await challenge(account, freshPhone())
    const tries = counterKey({ name: 'otp-tries', subject: { userId: account.id } })
    await set(tries, 'last20', Date.now())
    expectError(await verifyOtp(account, wrong(next)), 429, 1005)
  })

  test('knows nothing of an OTI that nobody was given', async () => {
    const given = { value: freshPhone(), otp: '123456', oti: randomUUID() }
    expectError(await verifyOtp(await openAccount(), given), 400, 2008)
  })

  test.each([
    ['five digits', { otp: '12345' }],
    ['letters', { otp: 'abcdef' }],
    ['no OTI', { oti: undefined }],
    ['another country', { phone_number: { code: '+1', value: '9876543210' } }],
  ])('refuses %s', async (_, change) => {
    const account = await anyAccount()
    const given = { phone_number: toNumber(freshPhone()), otp: '123456', oti: randomUUID() }
    const body = { ...given, ...change }
    const answer = await account.call({ method: 'POST', path: '/users/verify-phone-otp', body })
    expectError(answer, 422, 1006)
  })

  test('refuses to be called without a token', async () => {
    expectError(await anonymously('POST', '/users/verify-phone-otp', {}), 401, 1001)
  })
})
