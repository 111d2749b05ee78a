import type { TransactionItem } from '../aws/transaction.ts'
import type { OtpClaim } from '../otps/otp.ts'
import { type OtpKey, otpsTable, readOtpItems } from '../otps/otps-table.ts'
import type { StoredOtp } from '../otps/stored-otps.ts'

/** The OTP of a phone as stored. Its key is the user's id and the hash of the OTI (the id of the OTP). */
export interface PhoneOtp extends StoredOtp {
  /** E.164. */
  phone: string
  /** Whether a wrong OTP was tried already. The phone's limit does not count the first one. */
  firstTried?: boolean
}

/** Makes the claim "this user has this phone" (E.164), which the OTP proves. */
export function toPhoneClaim(userId: string, phone: string, otp: string): OtpClaim {
  return { purpose: 'phone', subjects: [userId, phone], otp }
}

/** Lists a user's OTPs, with those that have expired but are not deleted by TTL yet. */
export async function otpsOf(userId: string): Promise<PhoneOtp[]> {
  return (await readOtpItems(userId)) as unknown as PhoneOtp[]
}

// The condition that no wrong OTP was tried. Only one of several parallel tries can be the first.
const IS_UNTRIED = 'attribute_exists(pk) AND attribute_not_exists(firstTried)'

/**
 * Makes the item of a transaction that records the first wrong try. The item fails when a wrong OTP was tried before,
 * or the OTP does not exist.
 */
export function takeFirstTry(Key: OtpKey): TransactionItem {
  return {
    Update: {
      TableName: otpsTable(),
      Key,
      UpdateExpression: 'SET firstTried = :yes',
      ConditionExpression: IS_UNTRIED,
      ExpressionAttributeValues: { ':yes': true },
    },
  }
}

/**
 * Makes the item of a transaction that uses up an OTP. The item fails when the OTP does not exist or, with
 * `isFirstTry`, when a wrong OTP was tried before.
 */
export function consumeOtp(Key: OtpKey, isFirstTry: boolean): TransactionItem {
  const ConditionExpression = isFirstTry ? IS_UNTRIED : 'attribute_exists(pk)'
  return { Delete: { TableName: otpsTable(), Key, ConditionExpression } }
}
