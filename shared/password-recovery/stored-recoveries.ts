import { hash } from 'node:crypto'
import { credentialsHash } from '../accounts/stored-password.ts'
import type { User } from '../accounts/user.ts'
import type { TransactionItem } from '../aws/transaction.ts'
import { type OtpClaim, toProof } from '../otps/otp.ts'
import { otpsKeys, otpsTable } from '../otps/otps-table.ts'
import type { StoredOtp } from '../otps/stored-otps.ts'
import { toTtl } from '../time.ts'

/**
 * The OTP of a recovery as stored. Its key is the hash of its OTI. Binding the recovery (`bindRecovery`) adds the
 * account; without an account, the OTP resets nothing.
 */
export interface StoredRecovery extends StoredOtp {
  /** The e-mail address or phone of the request. Hashed, because it may belong to a person without an account. */
  identifierHash: string
  /** The id of the user whose password the OTP resets. Absent until the recovery is bound. */
  userId?: string
  /** The account's `credentialsHash` when the recovery was bound. */
  credentials?: string
}

/** When an OTP and its OTI (its id) expire, epoch ms. */
export interface OtpTimes {
  otpEndsAt: number
  otiEndsAt: number
}

/** Hashes an identifier: an e-mail address, a phone (E.164) or a user id. */
function hashIdentifier(identifier: string): string {
  return hash('sha256', identifier, 'base64url')
}

/** Makes the claim "this OTP was requested for this identifier", which the OTP of a recovery proves. */
export function toRecoveryClaim(identifierHash: string, otp: string): OtpClaim {
  return { purpose: 'recovery', subjects: [identifierHash], otp }
}

/** Makes a recovery that is not bound to an account yet. */
export function newRecovery(
  { identifier, otp, oti }: { identifier: string; otp: string; oti: string },
  times: OtpTimes,
): StoredRecovery {
  const identifierHash = hashIdentifier(identifier)
  return { identifierHash, proof: toProof(oti, toRecoveryClaim(identifierHash, otp)), ...times }
}

/** Returns the attributes that bind a recovery to an account. */
export function accountOf(user: User): Required<Pick<StoredRecovery, 'userId' | 'credentials'>> {
  return { userId: user.id, credentials: credentialsHash(user) }
}

/**
 * Makes the item of a transaction that binds a recovery to an account, once. The item fails when the OTP has expired,
 * was requested for another identifier, or is already bound.
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

/** Makes the item of a transaction that stores a mark. The deletion of a user finds the recovery through it. */
export function markRecovery(userId: string, otiHash: string, endsAt: number): TransactionItem {
  const Item = { ...otpsKeys.recoveryOf(userId, otiHash), endsAt, expiresAt: toTtl(endsAt) }
  return { Put: { TableName: otpsTable(), Item } }
}

/** Makes the item of a transaction that uses up a recovery. The item fails when the recovery does not exist. */
export function consumeRecovery(otiHash: string): TransactionItem {
  const Key = otpsKeys.recovery(otiHash)
  return {
    Delete: { TableName: otpsTable(), Key, ConditionExpression: 'attribute_exists(pk)' },
  }
}
