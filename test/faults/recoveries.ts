import { setTimeout } from 'node:timers/promises'
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { InboxMessage } from '../../infra/local/services/sns/sms-inbox.ts'
import { hashOti, isProofOf } from '../../shared/otps/otp.ts'
import { otpsKeys } from '../../shared/otps/otps-table.ts'
import {
  type StoredRecovery,
  toRecoveryClaim,
} from '../../shared/password-recovery/stored-recoveries.ts'
import { freshPhone, type OpenedAccount, openAccount, receivedOtp, requests } from './client.ts'
import type { World } from './world.ts'

const STEP_MS = 50

/** The OTP of a recovery's SMS, and the phone (E.164) that got it. */
export interface ReceivedCode {
  readonly otp: string
  readonly to: string
}

/** The OTP in an SMS that resets a password; undefined in another SMS. */
export function codeIn({ body }: InboxMessage): string | undefined {
  return /^(\d{8}) resets/.exec(body)?.[1]
}

/** The OTP that was sent for this OTI; undefined when there is none within `patienceMs`. */
export async function receivedCode(
  world: World,
  oti: string,
  patienceMs: number,
): Promise<ReceivedCode | undefined> {
  const { Item } = await world.tables.send(
    new GetCommand({
      TableName: world.output('OtpsTableName'),
      Key: { ...otpsKeys.recovery(hashOti(oti)) },
      ConsistentRead: true,
    }),
  )
  const stored = Item as StoredRecovery | undefined
  const deadline = Date.now() + patienceMs
  while (stored && Date.now() < deadline) {
    for (const message of await world.messages()) {
      const otp = codeIn(message)
      const claim = otp && toRecoveryClaim(stored.identifierHash, otp)
      if (claim && isProofOf(stored.proof, oti, claim)) return { otp, to: message.to }
    }
    await setTimeout(STEP_MS)
  }
  return undefined
}

/** Creates an account and verifies a phone. */
export async function openAccountWithPhone(world: World): Promise<OpenedAccount> {
  const account = await openAccount(world)
  const phone = freshPhone()
  const { oti } = (await world.call(requests.send(account.token, phone))).body.data
  const otp = (await receivedOtp(world, account.token, phone, oti)) ?? ''
  await world.call(requests.verify(account.token, phone, oti, otp))
  return account
}

/** Requests a recovery and waits for its OTP. */
export async function recover(world: World, email: string): Promise<{ otp: string; oti: string }> {
  const { oti } = (await world.call(requests.forget(email))).body.data
  return { oti, otp: (await receivedCode(world, oti, 30_000))?.otp ?? '' }
}
