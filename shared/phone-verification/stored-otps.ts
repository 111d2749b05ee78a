import { randomUUID } from 'node:crypto'
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { dynamo } from '../aws/clients.ts'
import { isConditionFailure } from '../aws/failures.ts'
import { type TransactionItem, updateItem } from '../aws/transaction.ts'
import { otpsKeys, otpsTable, readOtpItems, readOtpsItem } from './otps-table.ts'

/** One OTP that was sent, as stored: neither it nor its OTI can be told from this. Times in epoch ms. */
export interface StoredOtp {
  /** E.164. */
  phone: string
  /** See `toProof`. */
  proof: string
  /** A random id for each try: what repeats a write whose answer was lost does not count again. */
  tries?: Set<string>
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

/**
 * Counts a try. A write that others wait for as well does not conflict with theirs, as transactions
 * would: many parallel guesses are refused at the price of one write each.
 * @returns how many there are with it; undefined when there were `max`, or the OTP is gone.
 */
export async function countOtpTry(
  userId: string,
  oti: string,
  max: number,
): Promise<number | undefined> {
  const id = randomUUID()
  try {
    const { Attributes } = await updateItem(
      new UpdateCommand({
        TableName: otpsTable(),
        Key: otpsKeys.otp(userId, oti),
        UpdateExpression: 'ADD tries :try',
        ConditionExpression:
          'attribute_exists(pk) AND ' +
          '(attribute_not_exists(tries) OR size(tries) < :max OR contains(tries, :id))',
        ExpressionAttributeValues: { ':try': new Set([id]), ':id': id, ':max': max },
        ReturnValues: 'UPDATED_NEW',
      }),
    )
    return (Attributes as StoredOtp).tries?.size
  } catch (error) {
    if (isConditionFailure(error)) return undefined
    throw error
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
