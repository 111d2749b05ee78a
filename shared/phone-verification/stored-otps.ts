import { getItem } from '../aws/get-item.ts'
import type { TransactionItem } from '../aws/transaction.ts'
import { toTtl } from '../rate-limits/counters.ts'
import { otpsKeys, otpsTable, readOtpItems } from './otps-table.ts'

/** An OTP as stored: neither the OTP nor the OTI can be derived from it. Times in epoch ms. */
export interface StoredOtp {
  /** E.164. */
  phone: string
  /** Made by `toProof`. */
  proof: string
  /** How many OTPs the client has tried. */
  tries?: number
  /** Whether a wrong OTP was tried that the phone's limit did not count: the first one. */
  firstTried?: boolean
  /** `expiry_time` in the response. */
  otpEndsAt: number
  otiEndsAt: number
}

/** An item of a transaction that stores an OTP. TTL removes it some time after its OTI has expired. */
export function putOtp(userId: string, oti: string, otp: StoredOtp): TransactionItem {
  const Item = { ...otpsKeys.otp(userId, oti), ...otp, expiresAt: toTtl(otp.otiEndsAt) }
  return { Put: { TableName: otpsTable(), Item } }
}

/** Reads the OTP of this user and OTI; it may have expired. */
export async function getOtp(userId: string, oti: string): Promise<StoredOtp | undefined> {
  return (await getItem(otpsTable(), otpsKeys.otp(userId, oti))) as StoredOtp | undefined
}

/** Lists a user's OTPs, with those that have expired and that TTL has not removed yet. */
export async function otpsOf(userId: string): Promise<StoredOtp[]> {
  return (await readOtpItems(userId)) as unknown as StoredOtp[]
}

/** An item of a transaction that counts a try. Refused when the OTP is gone, expired or out of tries. */
export function countOtpTry(
  userId: string,
  oti: string,
  { max, now }: { max: number; now: number },
): TransactionItem {
  return {
    Update: {
      TableName: otpsTable(),
      Key: otpsKeys.otp(userId, oti),
      UpdateExpression: 'ADD tries :one',
      ConditionExpression:
        'otiEndsAt > :now AND otpEndsAt > :now AND (attribute_not_exists(tries) OR tries < :max)',
      ExpressionAttributeValues: { ':one': 1, ':max': max, ':now': now },
    },
  }
}

// Of parallel tries only one is the first.
const IS_UNTRIED = 'attribute_exists(pk) AND attribute_not_exists(firstTried)'

/** An item of a transaction that records the first wrong try. Refused when there was one, or the OTP does not exist. */
export function takeFirstTry(userId: string, oti: string): TransactionItem {
  return {
    Update: {
      TableName: otpsTable(),
      Key: otpsKeys.otp(userId, oti),
      UpdateExpression: 'SET firstTried = :yes',
      ConditionExpression: IS_UNTRIED,
      ExpressionAttributeValues: { ':yes': true },
    },
  }
}

/** An item of a transaction that uses up an OTP. Refused when it does not exist, or not on its first try. */
export function consumeOtp(userId: string, oti: string, isFirstTry: boolean): TransactionItem {
  const ConditionExpression = isFirstTry ? IS_UNTRIED : 'attribute_exists(pk)'
  return { Delete: { TableName: otpsTable(), Key: otpsKeys.otp(userId, oti), ConditionExpression } }
}

/** An item of a transaction that deletes an OTP after its SMS was refused. */
export function removeOtp(userId: string, oti: string): TransactionItem {
  return { Delete: { TableName: otpsTable(), Key: otpsKeys.otp(userId, oti) } }
}
