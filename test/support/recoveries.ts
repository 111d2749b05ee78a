import type { SendMessageCommandInput } from '@aws-sdk/client-sqs'
import { expect } from 'vitest'
import { handler } from '../../functions/workers/send-recovery-sms.queue.ts'
import type { InboxMessage } from '../../infra/local/services/sns/sms-inbox.ts'
import { sqs } from '../../shared/aws/queue.ts'
import type { Account } from './accounts.ts'
import type { ApiResponse, Driver } from './api-request.ts'
import { openAccount } from './open-account.ts'
import { freshPhone, link, smsTo } from './phones.ts'
import { expectSuccess } from './responses.ts'

/** The password after a reset. No test account registers with it. */
export const NEW_PASSWORD = 'calm-river-7'

/** An OTP that resets a password, with its OTI. */
export interface Recovery {
  otp: string
  oti: string
}

/** An account, and its verified phone: ten digits. */
export interface AccountWithPhone extends Account {
  phone: string
}

/** Registers a user and verifies a phone. */
export async function registerWithPhone(driver: Driver): Promise<AccountWithPhone> {
  const account = await openAccount(driver)
  const phone = freshPhone()
  await link(account, phone)
  return { ...account, phone }
}

/** The body of a forgot-password request that names the account by its phone. */
export function byPhone(value: string) {
  return { phone_number: { code: '+91', value } }
}

/** Requests the recovery of a password. */
export async function forget(driver: Driver, body: unknown): Promise<ApiResponse> {
  return await driver.call({ method: 'POST', path: '/auth/forgot-password', body })
}

/** Resets a password. */
export async function reset(
  driver: Driver,
  { otp, oti }: Recovery,
  new_password = NEW_PASSWORD,
): Promise<ApiResponse> {
  const body = { otp, oti, new_password }
  return await driver.call({ method: 'POST', path: '/auth/reset-password', body })
}

/** The SMS with an OTP for a password reset that a phone (ten digits) received, newest last. */
export async function recoverySmsTo(phone: string): Promise<InboxMessage[]> {
  return (await smsTo(phone)).filter(({ body }) => /^\d{8} /.test(body))
}

/** Requests a recovery by e-mail, and reads the OTP when the worker has sent it. */
export async function recover(driver: Driver, account: AccountWithPhone): Promise<Recovery> {
  const before = (await recoverySmsTo(account.phone)).length
  const { oti } = expectSuccess(await forget(driver, { email: account.email }))
  const sent = async () => (await recoverySmsTo(account.phone)).slice(before)
  await expect.poll(sent, { interval: 25 }).not.toEqual([])
  const [sms] = await sent()
  return { oti, otp: sms?.body.slice(0, 8) ?? '' }
}

/**
 * Requests a recovery in the test process. The message does not reach the queue, so no worker sends the
 * SMS: it is returned instead, for `deliver`.
 */
export async function request(
  driver: Driver,
  body: unknown,
): Promise<Recovery & { message: string; expiry_time: number }> {
  let message = ''
  sqs.middlewareStack.add(
    () => (args) => {
      message = (args.input as SendMessageCommandInput).MessageBody ?? ''
      return Promise.resolve({ response: {}, output: { $metadata: {} } })
    },
    { step: 'initialize', name: 'keep-message' },
  )
  try {
    const { oti, expiry_time } = expectSuccess(await forget(driver, body))
    return { oti, otp: JSON.parse(message).otp, message, expiry_time }
  } finally {
    sqs.middlewareStack.remove('keep-message')
  }
}

/** Invokes the worker with messages. Returns the positions of those that failed, from 0. */
export async function deliver(...bodies: string[]): Promise<number[]> {
  const Records = bodies.map((body, index) => ({ messageId: String(index), body }))
  const { batchItemFailures } = await handler({ Records } as never)
  return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier))
}
