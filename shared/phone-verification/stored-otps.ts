import type { TransactionItem } from '../aws/transaction.ts'
import type { OtpClaim } from '../otps/otp.ts'
import { type OtpKey, otpsTable, readOtpItems } from '../otps/otps-table.ts'
import type { StoredOtp } from '../otps/stored-otps.ts'

/** The OTP of a phone as stored, by user and OTI. */
export interface PhoneOtp extends StoredOtp {
  /** E.164. */
  phone: string
  /** Whether a wrong OTP was tried that the phone's limit did not count: the first one. */
  firstTried?: boolean
}

/** The claim that such an OTP proves: this user has this phone (E.164). */
export function toPhoneClaim(userId: string, phone: string, otp: string): OtpClaim {
  return { purpose: 'phone', subjects: [userId, phone], otp }
}

/** Lists a user's OTPs, with those that have expired and that TTL has not removed yet. */
export async function otpsOf(userId: string): Promise<PhoneOtp[]> {
  return (await readOtpItems(userId)) as unknown as PhoneOtp[]
}

// Of parallel tries only one is the first.
const IS_UNTRIED = 'attribute_exists(pk) AND attribute_not_exists(firstTried)'

/** An item of a transaction that records the first wrong try. Refused when there was one, or the OTP does not exist. */
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

/** An item of a transaction that uses up an OTP. Refused when it does not exist, or not on its first try. */
export function consumeOtp(Key: OtpKey, isFirstTry: boolean): TransactionItem {
  const ConditionExpression = isFirstTry ? IS_UNTRIED : 'attribute_exists(pk)'
  return { Delete: { TableName: otpsTable(), Key, ConditionExpression } }
}
