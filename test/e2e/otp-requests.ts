import { randomInt } from 'node:crypto'
import type { Account } from '../support/accounts.ts'
import type { ApiResponse } from '../support/api-request.ts'
import { expectSuccess } from '../support/responses.ts'
import { deployment } from './deployment.ts'

/** What somebody gives back to prove that they have a phone. */
export interface GivenOtp {
  /** The number's ten digits. */
  value: string
  otp: string
  oti: string
}

/** A number that no other test has: ten digits, the first from 6 to 9. */
export function freshPhone(): string {
  return String(randomInt(6_000_000_000, 10_000_000_000))
}

/** A number as the API takes and shows it. */
export function toNumber(value: string): { code: string; value: string } {
  return { code: '+91', value }
}

/** Asks for an OTP. */
export async function sendOtp(account: Account, value: string): Promise<ApiResponse> {
  const body = { phone_number: toNumber(value) }
  return await account.call({ method: 'POST', path: '/users/send-phone-otp', body })
}

/** Gives an OTP back. */
export async function verifyOtp(account: Account, given: GivenOtp): Promise<ApiResponse> {
  const { value, otp, oti } = given
  const body = { phone_number: toNumber(value), otp, oti }
  return await account.call({ method: 'POST', path: '/users/verify-phone-otp', body })
}

/** Asks for an OTP and reads it from the local inbox. */
export async function challenge(account: Account, value: string): Promise<GivenOtp> {
  const { oti } = expectSuccess(await sendOtp(account, value))
  const inbox = await (await fetch(deployment.smsInbox)).text()
  // The last one to this number. Inboxes differ in their fields, not in number and text.
  const [otp = ''] = /\b\d{6}\b/.exec(inbox.slice(inbox.lastIndexOf(`+91${value}`))) ?? []
  return { value, otp, oti }
}

/** Links a number to an account, by the OTP that it was sent. */
export async function linkPhone(account: Account): Promise<string> {
  const given = await challenge(account, freshPhone())
  expectSuccess(await verifyOtp(account, given))
  return given.value
}
