import { hash } from 'node:crypto'
import { credentialsHash } from '../accounts/stored-password.ts'
import type { User } from '../accounts/user.ts'
import type { TransactionItem } from '../aws/transaction.ts'
import { type OtpClaim, toProof } from '../otps/otp.ts'
import { otpsKeys, otpsTable } from '../otps/otps-table.ts'
import type { StoredOtp } from '../otps/stored-otps.ts'
import { toTtl } from '../rate-limits/counters.ts'

/** The OTP of a recovery as stored, by its OTI alone. Without an account it stays as it was requested. */
export interface StoredRecovery extends StoredOtp {
  /** The e-mail address or phone of the request, hashed: it may belong to nobody here. */
  identifierHash: string
  /** The account that it resets. Absent until its SMS may be sent. */
  userId?: string
  /** The account's `credentialsHash` at that time. */
  credentials?: string
}

/** Times of an OTP, epoch ms. */
export interface OtpTimes {
  otpEndsAt: number
  otiEndsAt: number
}

/** Hashes an identifier: an e-mail address, a phone (E.164) or a user id. */
function hashIdentifier(identifier: string): string {
  return hash('sha256', identifier, 'base64url')
}

/** The claim that such an OTP proves: it was sent for this identifier. */
export function toRecoveryClaim(identifierHash: string, otp: string): OtpClaim {
  return { purpose: 'recovery', subjects: [identifierHash], otp }
}

/** Makes a recovery that resets no account yet. */
export function newRecovery(
  { identifier, otp, oti }: { identifier: string; otp: string; oti: string },
  times: OtpTimes,
): StoredRecovery {
  const identifierHash = hashIdentifier(identifier)
  return { identifierHash, proof: toProof(oti, toRecoveryClaim(identifierHash, otp)), ...times }
}

/** What a recovery stores of the account that it resets. */
export function accountOf(user: User): Required<Pick<StoredRecovery, 'userId' | 'credentials'>> {
  return { userId: user.id, credentials: credentialsHash(user) }
}

/**
 * An item of a transaction that makes a recovery reset an account, once. Refused when it has expired,
 * was made for another identifier, or resets an account already.
 */
export function bindRecovery(otiHash: string, identifier: string, user: User): TransactionItem {
  const { userId, credentials } = accountOf(user)
  return {
    Update: {
      TableName: otpsTable(),
      Key: otpsKeys.recovery(otiHash),
      UpdateExpression: 'SET userId = :userId, credentials = :credentials',
      ConditionExpression:
        'identifierHash = :identifier AND otpEndsAt > :now AND attribute_not_exists(userId)',
      ExpressionAttributeValues: {
        ':userId': userId,
        ':credentials': credentials,
        ':identifier': hashIdentifier(identifier),
        ':now': Date.now(),
      },
    },
  }
}

/** An item of a transaction that lets the deletion of a user find a recovery. */
export function markRecovery(userId: string, otiHash: string, endsAt: number): TransactionItem {
  const Item = { ...otpsKeys.recoveryOf(userId, otiHash), endsAt, expiresAt: toTtl(endsAt) }
  return { Put: { TableName: otpsTable(), Item } }
}

/** An item of a transaction that uses up a recovery. Refused when it does not exist. */
export function consumeRecovery(otiHash: string): TransactionItem {
  const Key = otpsKeys.recovery(otiHash)
  return {
    Delete: { TableName: otpsTable(), Key, ConditionExpression: 'attribute_exists(pk)' },
  }
}
