import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { dynamo } from '../aws/dynamodb-client.ts'
import type { TransactionItem } from '../aws/transaction.ts'
import { otpsKeys, otpsTable, readOtpItems, readOtpsItem } from './otps-table.ts'

/** One OTP that was sent, as stored: neither it nor its OTI can be told from this. Times in epoch ms. */
export interface StoredOtp {
  /** E.164. */
  phone: string
  /** See `toProof`. */
  proof: string
  /** How many OTPs were given back for it. */
  tries?: number
  /** The `expiry_time` that the client was told. */
  otpEndsAt: number
  otiEndsAt: number
}

/** Stores an OTP, for a transaction. TTL removes it some time after its OTI has ended. */
export function putOtp(userId: string, oti: string, otp: StoredOtp): TransactionItem {
  const Item = { ...otpsKeys.otp(userId, oti), ...otp, expiresAt: Math.ceil(otp.otiEndsAt / 1000) }
  return { Put: { TableName: otpsTable(), Item } }
}

/** The OTP of this user and OTI as it is now, over or not. */
export async function getOtp(userId: string, oti: string): Promise<StoredOtp | undefined> {
  return (await readOtpsItem(otpsKeys.otp(userId, oti))) as StoredOtp | undefined
}

/** All OTPs that a user was sent and that TTL has not removed, over or not. */
export async function otpsOf(userId: string): Promise<StoredOtp[]> {
  return (await readOtpItems(userId)) as unknown as StoredOtp[]
}

/** Counts a try, for a transaction; refused when the OTP is gone, over or has had `max` tries. */
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

/** Uses an OTP up, for a transaction; refused when it is gone. */
export function useOtp(userId: string, oti: string): TransactionItem {
  const ConditionExpression = 'attribute_exists(pk)'
  return { Delete: { TableName: otpsTable(), Key: otpsKeys.otp(userId, oti), ConditionExpression } }
}

/** Removes an OTP that never reached its phone. */
export async function removeOtp(userId: string, oti: string): Promise<void> {
  await dynamo.send(new DeleteCommand({ TableName: otpsTable(), Key: otpsKeys.otp(userId, oti) }))
}
