import { randomInt } from 'node:crypto'
import type { InboxMessage } from '../../infra/local/services/sns/sms-inbox.ts'
import type { Account } from './accounts.ts'
import type { ApiResponse } from './api-request.ts'
import { expectSuccess } from './responses.ts'
import { stack } from './stack.ts'

/** An OTP that was sent, with its OTI (its id in the response). */
export interface Challenge {
  /** The number as sent to send-phone-otp. */
  value: string
  otp: string
  oti: string
  expiry_time: number
}

/** A new phone number: ten digits, the first from 6 to 9. */
export function freshPhone(): string {
  return String(randomInt(6_000_000_000, 10_000_000_000))
}

/** The SMS to a phone (ten digits), newest last. */
export async function smsTo(tenDigits: string): Promise<InboxMessage[]> {
  const response = await fetch(`${stack.apiUrl}/_local/sms`)
  const { messages } = (await response.json()) as { messages: InboxMessage[] }
  return messages.filter(({ to }) => to === `+91${tenDigits}`)
}

/** Requests an OTP. */
export async function send(account: Account, value: string): Promise<ApiResponse> {
  return await account.call({
    method: 'POST',
    path: '/users/send-phone-otp',
    body: { phone_number: { code: '+91', value } },
  })
}

/** Requests an OTP and reads it from the SMS. */
export async function challenge(
  account: Account,
  value: string,
  tenDigits = value.slice(-10),
): Promise<Challenge> {
  const { oti, expiry_time } = expectSuccess(await send(account, value))
  const [otp = ''] = /\b\d{6}\b/.exec((await smsTo(tenDigits)).at(-1)?.body ?? '') ?? []
  return { value, otp, oti, expiry_time }
}

/** Sends an OTP for verification. */
export async function verify(
  account: Account,
  { value, otp, oti }: Pick<Challenge, 'value' | 'otp' | 'oti'>,
): Promise<ApiResponse> {
  return await account.call({
    method: 'POST',
    path: '/users/verify-phone-otp',
    body: { phone_number: { code: '+91', value }, otp, oti },
  })
}

/** Links a phone number to an account. */
export async function link(account: Account, value: string): Promise<void> {
  expectSuccess(await verify(account, await challenge(account, value)))
}

/** Returns this many OTPs of the same length that differ from the right one. */
export function wrongOtps(right: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    String((Number(right) + i + 1) % 10 ** right.length).padStart(right.length, '0'),
  )
}
