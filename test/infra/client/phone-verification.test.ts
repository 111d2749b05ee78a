import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, expect, test, vi } from 'vitest'
import { PhoneVerification } from '../../../infra/client/phone-verification.ts'
import { NetworkError } from '../../../infra/client/transport-errors.ts'
import { UserApi } from '../../../infra/client/user-api.ts'
import { direct } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { freshPhone, smsTo, wrongOtps } from '../../support/phones.ts'
import { stack, storedOtps, tables } from '../../support/stack.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** A verification that has sent two OTPs, the first one first. @param lost the number of the lost verify request. */
async function verificationWithTwoOtps(lost?: number) {
  const { id, token } = await openAccount(direct)
  const verifications: string[] = []
  const fetchAndCount = async (url: string, init: RequestInit) => {
    if (url.endsWith('/verify-phone-otp')) {
      verifications.push(String(init.body))
      if (verifications.length === lost) throw new TypeError('The connection is lost')
    }
    return await fetch(url, init)
  }
  const api = new UserApi({ baseUrl: stack.apiUrl, token, fetch: fetchAndCount, maxRetries: 0 })
  const value = freshPhone()
  const verification = new PhoneVerification(api, { code: '+91', value })
  await verification.send()
  await endCooldown(id)
  await verification.send()
  const otps = (await smsTo(value)).map(({ body }) => /\b\d{6}\b/.exec(body)?.[0] ?? '')
  const [first = '', second = ''] = otps
  return { verification, verifications, value, first, second }
}

/** Deletes a user's counters, and not the OTPs. */
async function endCooldown(userId: string): Promise<void> {
  const counters = (await storedOtps(userId)).filter(({ sk }) => !String(sk).startsWith('OTI#'))
  for (const { pk, sk } of counters) {
    await tables.send(new DeleteCommand({ TableName: stack.otpsTableName, Key: { pk, sk } }))
  }
}

test('accepts the OTP of the earlier SMS, after one try of the newer OTI', async () => {
  const { verification, verifications, value, first } = await verificationWithTwoOtps()
  expect(await verification.verify(first)).toMatchObject({ phone_number: { value } })
  expect(verifications).toHaveLength(2)
})

test('tries only the newest OTI for the OTP of the newest SMS', async () => {
  const { verification, verifications, value, second } = await verificationWithTwoOtps()
  expect(await verification.verify(second)).toMatchObject({ phone_number: { value } })
  expect(verifications).toHaveLength(1)
})

test('uses one try of each live OTI for an OTP of none, and throws the newest one’s error', async () => {
  const { verification, verifications, value, first, second } = await verificationWithTwoOtps()
  const [wrong = ''] = wrongOtps(first, 3).filter((otp) => otp !== second)
  await expect(verification.verify(wrong)).rejects.toMatchObject({
    code: 2002,
    details: [{ path: 'otp', message: '4 tries left' }],
  })
  expect(verifications).toHaveLength(2)
  expect(await verification.verify(first)).toMatchObject({ phone_number: { value } })
})

test.each([
  { lost: 1, oti: 'newest' },
  { lost: 2, oti: 'earlier' },
])('throws a lost connection of the $oti OTI, not that the OTP is wrong', async ({ lost }) => {
  const { verification, verifications, first } = await verificationWithTwoOtps(lost)
  await expect(verification.verify(first)).rejects.toBeInstanceOf(NetworkError)
  expect(verifications).toHaveLength(lost)
})

test('does not try an earlier OTI that has expired', async () => {
  const { verification, verifications, first } = await verificationWithTwoOtps()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5 * 60_000 })
  await expect(verification.verify(first)).rejects.toMatchObject({ code: 2002 })
  expect(verifications).toHaveLength(1)
})

test('needs an OTP that was sent', async () => {
  const api = new UserApi({ baseUrl: stack.apiUrl })
  const verification = new PhoneVerification(api, { code: '+91', value: freshPhone() })
  await expect(verification.verify('123456')).rejects.toThrow('Send an OTP first')
})
