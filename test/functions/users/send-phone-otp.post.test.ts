import { beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../../support/accounts.ts'
import type { ApiResponse } from '../../support/api-request.ts'
import { drivers, troubleOver } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { freshPhone, link, send, smsTo } from '../../support/phones.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { stack, storedOtps } from '../../support/stack.ts'

/** Expects `count` of the parallel requests to get `status`, and the others 429 or `trouble`. */
function expectOthersToWait(
  responses: readonly ApiResponse[],
  status: number,
  count: number,
  trouble: readonly number[],
): void {
  const statuses = responses.map((response) => response.status)
  expect(statuses.filter((one) => one === status)).toHaveLength(count)
  expect(statuses.filter((one) => ![status, 429, ...trouble].includes(one))).toEqual([])
}

describe.each(drivers)('POST /users/send-phone-otp over $name', (driver) => {
  const path = '/users/send-phone-otp'

  test('returns the documented response and sends one SMS', async () => {
    const phone = freshPhone()
    const before = Date.now()
    const data = expectSuccess(await send(await openAccount(driver), phone))
    const after = Date.now()
    expect(data).toEqual({
      message: 'OTP sent successfully',
      expiry_time: expect.any(Number),
      oti: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    })
    expect(data.expiry_time).toBeGreaterThanOrEqual(before + 5 * 60_000)
    expect(data.expiry_time).toBeLessThanOrEqual(after + 5 * 60_000)
    expect(await smsTo(phone)).toHaveLength(1)
  })

  test('sends the stage’s text and attributes', async () => {
    const phone = freshPhone()
    await send(await openAccount(driver), phone)
    const [sms] = await smsTo(phone)
    const [otp] = /^\d{6}/.exec(sms?.body ?? '') ?? []
    expect(sms).toEqual({
      to: `+91${phone}`,
      body: `${otp} is your Example Prep code. It ends in 5 minutes.\n@example.com #${otp} FA+9qCX9VSu`,
      attributes: {
        'AWS.SNS.SMS.SMSType': 'Transactional',
        'AWS.SNS.SMS.SenderID': stack.environment.SMS_SENDER_ID,
        'AWS.MM.SMS.EntityId': stack.environment.SMS_ENTITY_ID,
        'AWS.MM.SMS.TemplateId': stack.environment.SMS_TEMPLATE_ID,
      },
      sent_at: expect.any(Number),
    })
  })

  test.each(['', '0', '91', '091', '0091'])('removes "%s" before ten digits', async (prefix) => {
    const phone = freshPhone()
    expectSuccess(await send(await openAccount(driver), `${prefix}${phone}`))
    expect(await smsTo(phone)).toHaveLength(1)
  })

  test('keeps a leading 91 that belongs to the ten digits', async () => {
    const phone = `91${freshPhone().slice(2)}`
    expectSuccess(await send(await openAccount(driver), phone))
    expect(await smsTo(phone)).toHaveLength(1)
  })

  test('counts all spellings of a number as one', async () => {
    const phone = freshPhone()
    for (const prefix of ['', '0', '91', '091', '0091']) {
      expectSuccess(await send(await openAccount(driver), `${prefix}${phone}`))
    }
    expectError(await send(await openAccount(driver), phone), 429, 1005)
    expect(await smsTo(phone)).toHaveLength(5)
  })

  test('returns 1006 for a number that no Indian mobile has, and counts nothing', async () => {
    const account = await openAccount(driver)
    const { details } = expectError(await send(account, '12345678901234'), 422, 1006)
    expect(details[0].path).toBe('phone_number.value')
    expect(await storedOtps(account.id)).toEqual([])
  })

  test('refuses another account’s number in every spelling and sends nothing', async () => {
    const phone = freshPhone()
    await link(await openAccount(driver), phone)
    for (const prefix of ['', '0', '91', '0091']) {
      const { message } = expectError(
        await send(await openAccount(driver), `${prefix}${phone}`),
        409,
        3708,
      )
      expect(message).toBe('Phone number already registered to another account')
    }
    expect(await smsTo(phone)).toHaveLength(1)
  })

  test('counts requests that get 3708', async () => {
    const phone = freshPhone()
    await link(await openAccount(driver), phone)
    const account = await openAccount(driver)
    expectError(await send(account, phone), 409, 3708)
    expectError(await send(account, freshPhone()), 429, 1005)
    for (let i = 0; i < 3; i++) expectError(await send(await openAccount(driver), phone), 409, 3708)
    expectError(await send(await openAccount(driver), phone), 429, 1005)
  })

  test('returns 3708 to only one of many parallel requests', async () => {
    const phone = freshPhone()
    await link(await openAccount(driver), phone)
    const account = await openAccount(driver)
    const responses = await Promise.all(Array.from({ length: 10 }, () => send(account, phone)))
    expectOthersToWait(responses, 409, 1, troubleOver(driver))
  })

  test('requires 30 seconds between two OTPs', async () => {
    const account = await openAccount(driver)
    const phone = freshPhone()
    expectSuccess(await send(account, phone))
    const again = await send(account, phone)
    expectError(again, 429, 1005)
    const wait = Number(again.headers['retry-after'])
    expect(wait).toBeGreaterThan(20)
    expect(wait).toBeLessThanOrEqual(30)
    expect(await smsTo(phone)).toHaveLength(1)
  })

  test('sends one SMS for 20 parallel requests of a user', async () => {
    const account = await openAccount(driver)
    const phone = freshPhone()
    const responses = await Promise.all(Array.from({ length: 20 }, () => send(account, phone)))
    expectOthersToWait(responses, 200, 1, troubleOver(driver))
    expect(await smsTo(phone)).toHaveLength(1)
  })

  test('sends five SMS to a phone for parallel requests of 12 users', async () => {
    const accounts = await Promise.all(Array.from({ length: 12 }, () => openAccount(driver)))
    const phone = freshPhone()
    const responses = await Promise.all(accounts.map((account) => send(account, phone)))
    expectOthersToWait(responses, 200, 5, troubleOver(driver))
    expect(await smsTo(phone)).toHaveLength(5)
  })

  test('refuses an ended session and sends nothing', async () => {
    const account = await openAccount(driver)
    const phone = freshPhone()
    expectSuccess(await account.call({ method: 'POST', path: '/auth/logout' }))
    expectError(await send(account, phone), 401, 1001)
    expect(await storedOtps(account.id)).toEqual([])
    expect(await smsTo(phone)).toEqual([])
  })

  test('stores nothing for a deleted user', async () => {
    const account = await openAccount(driver)
    const phone = freshPhone()
    expectSuccess(await account.call({ method: 'DELETE', path: '/users' }))
    expectError(await send(account, phone), 401, 1001)
    expect(await storedOtps(account.id)).toEqual([])
    expect(await smsTo(phone)).toEqual([])
  })

  describe('refuses', () => {
    let account: Account
    beforeAll(async () => {
      account = await openAccount(driver)
    })

    test.each([
      ['no body', undefined],
      ['no phone_number', {}],
      ['a number that is text', { phone_number: '9876543210' }],
      ['no code', { phone_number: { value: '9876543210' } }],
      ['another country', { phone_number: { code: '+1', value: '9876543210' } }],
      ['a code without its plus', { phone_number: { code: '91', value: '9876543210' } }],
      ['no value', { phone_number: { code: '+91' } }],
      ['nine digits', { phone_number: { code: '+91', value: '987654321' } }],
      ['sixteen digits', { phone_number: { code: '+91', value: '9876543210123456' } }],
      ['a hyphen', { phone_number: { code: '+91', value: '98765-43210' } }],
      ['a plus', { phone_number: { code: '+91', value: '+919876543210' } }],
      ['digits of another script', { phone_number: { code: '+91', value: '९८७६५४३२१०' } }],
      ['a value that is a number', { phone_number: { code: '+91', value: 9876543210 } }],
    ])('%s, and counts nothing', async (_, body) => {
      const { details } = expectError(await account.call({ method: 'POST', path, body }), 422, 1006)
      expect(details.length).toBeGreaterThan(0)
      expect(await storedOtps(account.id)).toEqual([])
    })
  })
})
