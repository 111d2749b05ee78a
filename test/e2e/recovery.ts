import { randomUUID } from 'node:crypto'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import { hashOti } from '../../shared/otps/otp.ts'
import { otpsKeys } from '../../shared/otps/otps-table.ts'
import { type Account, freshEmail, logIn } from '../support/accounts.ts'
import { expectError, expectSuccess } from '../support/responses.ts'
import { deployment, IN_TIME, onlyLocally, tables } from './deployment.ts'
import { linkPhone, toNumber } from './otp-requests.ts'
import { anonymously, asHolderOf, openAccount, reading } from './people.ts'

const SENDS_SMS = 'sends an SMS, which only the local inbox shows'
const NEW_PASSWORD = 'calm-river-7'

interface Recovery {
  otp: string
  oti: string
}

async function forget(body: unknown) {
  return await anonymously('POST', '/auth/forgot-password', body)
}

async function reset(given: Recovery, new_password = NEW_PASSWORD) {
  return await anonymously('POST', '/auth/reset-password', { ...given, new_password })
}

/** The OTPs that reset a password, as sent to a number of ten digits. Inboxes differ in their fields. */
async function codesTo(value: string): Promise<string[]> {
  const inbox = await (await fetch(deployment.smsInbox)).text()
  const parts = inbox.split(`+91${value}`).slice(1)
  return parts.flatMap((part) => /\b(\d{8}) resets/.exec(part.slice(0, 200))?.[1] ?? [])
}

/** Requests a recovery, and reads its OTP once the worker has sent it. */
async function recover(body: object, value: string): Promise<Recovery> {
  const before = (await codesTo(value)).length
  const { oti } = expectSuccess(await forget(body))
  const sent = async () => (await codesTo(value)).slice(before)
  await expect.poll(sent, IN_TIME).not.toEqual([])
  return { oti, otp: (await sent())[0] ?? '' }
}

async function withPhone(): Promise<{ account: Account; value: string }> {
  const account = await openAccount()
  return { account, value: await linkPhone(account) }
}

const wrong = ({ otp, oti }: Recovery): Recovery => ({
  oti,
  otp: String((Number(otp) + 1) % 100_000_000).padStart(8, '0'),
})

describe('POST /auth/forgot-password', () => {
  test('responds alike when there is no such account', async () => {
    const one = expectSuccess(await forget({ email: freshEmail() }))
    const other = expectSuccess(await forget({ email: (await openAccount()).email }))
    expect(one.message).toBe(other.message)
    expect(one.expiry_time).toBeGreaterThan(Date.now())
  })

  test.each([
    ['neither e-mail nor phone', {}],
    ['both', { email: freshEmail(), phone_number: toNumber('9876543210') }],
    ['another country', { phone_number: { code: '+1', value: '9876543210' } }],
  ])('refuses %s', async (_, body) => {
    expectError(await forget(body), 422, 1006)
  })
})

describe('POST /auth/reset-password', () => {
  test('replaces the password and ends all sessions', async (context) => {
    onlyLocally(context, SENDS_SMS)
    const { account, value } = await withPhone()
    const recovery = await recover({ email: account.email }, value)
    const { details } = expectError(await reset(wrong(recovery)), 400, 2002)
    expect(details).toEqual([{ path: 'otp', message: '4 tries left' }])
    expectError(await reset(recovery, 'password1'), 422, 1006)

    expectSuccess(await reset(recovery))
    expectError(await account.call(reading), 401, 1001)
    expectError(await logIn(deployment.driver, account), 401, 2101)
    account.password = NEW_PASSWORD
    const { access_token } = expectSuccess(await logIn(deployment.driver, account))
    expectSuccess(await asHolderOf(access_token, reading))
    expectError(await reset(recovery, 'calm-river-8'), 400, 2008)
  })

  test('finds the account by its phone, and refuses an OTP and an OTI whose time is over', async (context) => {
    onlyLocally(context, SENDS_SMS)
    const { value } = await withPhone()
    const recovery = await recover({ phone_number: toNumber(value) }, value)
    await endAt(recovery, 'otpEndsAt')
    expectError(await reset(recovery), 400, 2003)
    await endAt(recovery, 'otiEndsAt')
    expectError(await reset(recovery), 400, 2008)
  })

  test('knows nothing of an OTI that nobody was given', async () => {
    expectError(await reset({ otp: '12345678', oti: randomUUID() }), 400, 2008)
  })

  test.each([
    ['seven digits', { otp: '1234567' }],
    ['a short password', { new_password: 'short' }],
    ['no OTI', { oti: undefined }],
  ])('refuses %s', async (_, change) => {
    const body = { otp: '12345678', oti: randomUUID(), new_password: NEW_PASSWORD, ...change }
    expectError(await anonymously('POST', '/auth/reset-password', body), 422, 1006)
  })
})

/** Ends the life of an OTP or its OTI. */
async function endAt({ oti }: Recovery, name: 'otpEndsAt' | 'otiEndsAt'): Promise<void> {
  await tables.send(
    new UpdateCommand({
      TableName: deployment.outputs.OtpsTableName,
      Key: otpsKeys.recovery(hashOti(oti)),
      UpdateExpression: 'SET #name = :past',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: { ':past': 1 },
    }),
  )
}
