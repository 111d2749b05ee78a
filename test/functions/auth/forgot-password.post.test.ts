import { afterEach, describe, expect, test, vi } from 'vitest'
import { freshEmail } from '../../support/accounts.ts'
import { drivers, fromNewNetwork } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { freshPhone } from '../../support/phones.ts'
import { byPhone, forget, recoverySmsTo, registerWithPhone } from '../../support/recoveries.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { stack } from '../../support/stack.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

describe.each(drivers)('POST /auth/forgot-password over $name', (driver) => {
  test('returns an OTI, and the worker sends one SMS to the verified phone', async () => {
    const { email, phone } = await registerWithPhone(driver)
    const before = Date.now()
    const data = expectSuccess(await forget(driver, { email: ` ${email.toUpperCase()} ` }))
    expect(data).toEqual({
      message: 'If an account with a verified phone number exists, an OTP is sent to it',
      expiry_time: expect.any(Number),
      oti: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    })
    expect(data.expiry_time - before).toBeGreaterThanOrEqual(5 * 60_000)
    expect(data.expiry_time - Date.now()).toBeLessThanOrEqual(5 * 60_000)
    await expect.poll(() => recoverySmsTo(phone)).toHaveLength(1)
    const [sms] = await recoverySmsTo(phone)
    const otp = sms?.body.slice(0, 8)
    expect(sms).toEqual({
      to: `+91${phone}`,
      body: `${otp} resets your Example Prep password. It ends in 5 minutes. Share it with nobody.\n@example.com #${otp} FA+9qCX9VSu`,
      attributes: {
        'AWS.SNS.SMS.SMSType': 'Transactional',
        'AWS.SNS.SMS.SenderID': stack.environment.SMS_SENDER_ID,
        'AWS.MM.SMS.EntityId': stack.environment.SMS_ENTITY_ID,
        'AWS.MM.SMS.TemplateId': stack.environment.RECOVERY_SMS_TEMPLATE_ID,
      },
      sent_at: expect.any(Number),
    })
    expect(stack.environment.RECOVERY_SMS_TEMPLATE_ID).not.toBe(stack.environment.SMS_TEMPLATE_ID)
  })

  test('finds the account by every spelling of its phone', async () => {
    const { phone } = await registerWithPhone(driver)
    for (const prefix of ['', '091']) {
      expectSuccess(await forget(driver, byPhone(`${prefix}${phone}`)))
    }
    await expect.poll(() => recoverySmsTo(phone)).toHaveLength(2)
  })

  test('responds alike for an account, for none, and for one without a phone', async () => {
    const { email, phone } = await registerWithPhone(driver)
    const { email: without } = await openAccount(driver)
    const responses = []
    for (const body of [
      { email },
      { email: without },
      { email: freshEmail() },
      byPhone(phone),
      byPhone(freshPhone()),
    ]) {
      const { status, headers, body: received } = await forget(driver, body)
      const { data, ...envelope } = received
      const { message, oti, expiry_time } = data
      const types = [typeof oti, oti.length, typeof expiry_time]
      responses.push({ status, names: Object.keys(headers), envelope, message, types })
    }
    for (const response of responses) expect(response).toEqual(responses[0])
    expect(responses[0]?.status).toBe(200)
  })

  test.each([
    ['neither e-mail nor phone', {}],
    ['both', { email: 'jsmith@example.com', ...byPhone('9876543210') }],
    ['only nulls', { email: null, phone_number: null }],
    ['no e-mail address', { email: 'john' }],
    ['a number that no Indian mobile has', byPhone('12345678901234')],
    ['no body', undefined],
  ])('refuses %s', async (_, body) => {
    expectError(await forget(driver, body), 422, 1006)
  })
})

test('a network may request as many recoveries as the stage says, for any accounts', async () => {
  vi.stubEnv('RECOVERIES_PER_IP', '3')
  const [one, other] = [fromNewNetwork(), fromNewNetwork()]
  const { email } = await registerWithPhone(one)
  for (const body of [{ email }, { email: freshEmail() }, byPhone(freshPhone())]) {
    expectSuccess(await forget(one, body))
  }
  const refused = await forget(one, { email: freshEmail() })
  expectError(refused, 429, 1005)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expectSuccess(await forget(other, { email }))
})
