import { getItem } from '../aws/get-item.ts'
import type { TransactionItem } from '../aws/transaction.ts'
import { toTtl } from '../time.ts'
import { type OtpKey, otpsTable } from './otps-table.ts'

/** An OTP as stored. Neither the OTP nor its OTI (its id) can be derived from it. Times in epoch ms. */
export interface StoredOtp {
  /** The HMAC that checks an OTP: `toProof` in otp.ts. */
  proof: string
  /** How many OTPs the client has tried. */
  tries?: number
  /** `expiry_time` in the response. */
  otpEndsAt: number
  otiEndsAt: number
}

/** Makes the item of a transaction that stores an OTP. DynamoDB TTL deletes the OTP after its OTI has expired. */
export function putOtp(key: OtpKey, otp: StoredOtp): TransactionItem {
  const Item = { ...key, ...otp, expiresAt: toTtl(otp.otiEndsAt) }
  return { Put: { TableName: otpsTable(), Item } }
}

/** Reads an OTP, which may have expired. */
export async function getOtp<T extends StoredOtp>(key: OtpKey): Promise<T | undefined> {
  return (await getItem(otpsTable(), { ...key })) as T | undefined
}

/** Makes the item of a transaction that counts a try. The item fails when the OTP is gone, expired or out of tries. */
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

/** Whether `countOtpTry` failed only because the OTP has expired, while its OTI is still valid. */
export function isOnlyOtpExpired(
  stored: StoredOtp | undefined,
  { max, now }: { max: number; now: number },
): boolean {
  if (!stored || stored.otiEndsAt <= now || (stored.tries ?? 0) >= max) return false
  return stored.otpEndsAt <= now
}

/** Makes the item of a transaction that deletes an OTP. */
export function removeOtp(Key: OtpKey): TransactionItem {
  return { Delete: { TableName: otpsTable(), Key } }
}
