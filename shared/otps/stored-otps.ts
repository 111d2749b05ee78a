import { getItem } from '../aws/get-item.ts'
import type { TransactionItem } from '../aws/transaction.ts'
import { toTtl } from '../rate-limits/counters.ts'
import { type OtpKey, otpsTable } from './otps-table.ts'

/** An OTP as stored: neither the OTP nor the OTI can be derived from it. Times in epoch ms. */
export interface StoredOtp {
  /** Made by `toProof`. */
  proof: string
  /** How many OTPs the client has tried. */
  tries?: number
  /** `expiry_time` in the response. */
  otpEndsAt: number
  otiEndsAt: number
}

/** An item of a transaction that stores an OTP. TTL removes it some time after its OTI has expired. */
export function putOtp(key: OtpKey, otp: StoredOtp): TransactionItem {
  const Item = { ...key, ...otp, expiresAt: toTtl(otp.otiEndsAt) }
  return { Put: { TableName: otpsTable(), Item } }
}

/** Reads an OTP; it may have expired. */
export async function getOtp<T extends StoredOtp>(key: OtpKey): Promise<T | undefined> {
  return (await getItem(otpsTable(), { ...key })) as T | undefined
}

/** An item of a transaction that counts a try. Refused when the OTP is gone, expired or out of tries. */
export function countOtpTry(
  Key: OtpKey,
  { max, now }: { max: number; now: number },
): TransactionItem {
  return {
    Update: {
      TableName: otpsTable(),
      Key,
      UpdateExpression: 'ADD tries :one',
      ConditionExpression:
        'otiEndsAt > :now AND otpEndsAt > :now AND (attribute_not_exists(tries) OR tries < :max)',
      ExpressionAttributeValues: { ':one': 1, ':max': max, ':now': now },
    },
  }
}

/** Whether `countOtpTry` was refused only because the OTP has expired. Its OTI is still valid then. */
export function isOnlyOtpExpired(
  stored: StoredOtp | undefined,
  { max, now }: { max: number; now: number },
): boolean {
  if (!stored || stored.otiEndsAt <= now || (stored.tries ?? 0) >= max) return false
  return stored.otpEndsAt <= now
}

/** An item of a transaction that deletes an OTP. */
export function removeOtp(Key: OtpKey): TransactionItem {
  return { Delete: { TableName: otpsTable(), Key } }
}
