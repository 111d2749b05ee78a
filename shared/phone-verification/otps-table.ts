import { createHash } from 'node:crypto'
import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { dynamo } from '../aws/clients.ts'
import { isConditionFailure } from '../aws/failures.ts'
import type { TransactionItem } from '../aws/transaction.ts'
import { resourceName } from '../config.ts'
import type { TryCounter } from '../rate-limits/try-counter.ts'

/** Counts something about somebody, e.g. `login-email` and an e-mail address. */
export interface CounterName {
  name: string
  /** A user's own counters lie with all else of theirs, for the purge to find. */
  subject: string | { userId: string }
}

/** One OTP that was sent, as stored: neither it nor its OTI can be told from this. Times in epoch ms. */
export interface StoredOtp {
  /** E.164. */
  phone: string
  /** See `toProof`. */
  proof: string
  tries: number
  /** The `expiry_time` that the client was told. */
  otpEndsAt: number
  otiEndsAt: number
}

/** How a counter changes, as the parts of an update expression. */
export interface CounterUpdate {
  set?: readonly string[]
  add?: string
  condition: string
  values: Record<string, unknown>
}

const table = () => resourceName('otpsTable')
const userKey = (userId: string) => `USER#${userId}`

function otpKey(userId: string, oti: string): { pk: string; sk: string } {
  return { pk: userKey(userId), sk: `OTI#${toHash(oti)}` }
}

// Hashed, so that no address or number outlives its account in a key.
function counterKey({ name, subject }: CounterName): { pk: string; sk: string } {
  return typeof subject === 'string'
    ? { pk: `TRIES#${name}#${toHash(subject)}`, sk: 'TRIES' }
    : { pk: userKey(subject.userId), sk: `TRIES#${name}` }
}

/** Stores an OTP, for a transaction. TTL removes it some time after its OTI has ended. */
export function putOtp(userId: string, oti: string, otp: StoredOtp): TransactionItem {
  const Item = { ...otpKey(userId, oti), ...otp, expiresAt: Math.ceil(otp.otiEndsAt / 1000) }
  return { Put: { TableName: table(), Item } }
}

/** The OTP of this user and OTI as it is now, over or not. */
export async function getOtp(userId: string, oti: string): Promise<StoredOtp | undefined> {
  return (await get(otpKey(userId, oti))) as StoredOtp | undefined
}

/** Counts a try, for a transaction; refused when `max` were counted or the OTP is gone. */
export function countOtpTry(userId: string, oti: string, max: number): TransactionItem {
  return {
    Update: {
      TableName: table(),
      Key: otpKey(userId, oti),
      UpdateExpression: 'ADD tries :one',
      ConditionExpression: 'attribute_exists(pk) AND tries < :max',
      ExpressionAttributeValues: { ':one': 1, ':max': max },
    },
  }
}

/** Uses an OTP up, for a transaction; refused when it is gone. */
export function useOtp(userId: string, oti: string): TransactionItem {
  const ConditionExpression = 'attribute_exists(pk)'
  return { Delete: { TableName: table(), Key: otpKey(userId, oti), ConditionExpression } }
}

/** Removes an OTP that never reached its phone. */
export async function removeOtp(userId: string, oti: string): Promise<void> {
  await dynamo.send(new DeleteCommand({ TableName: table(), Key: otpKey(userId, oti) }))
}

/** The counter's item, whatever it counts; undefined before its first try. */
export async function getCounterItem(
  counter: CounterName,
): Promise<Record<string, unknown> | undefined> {
  return await get(counterKey(counter))
}

/** Writes a counter, for a transaction. TTL removes it some time after `endsAt` (epoch ms). */
export function updateCounter(
  counter: CounterName,
  endsAt: number,
  { set = [], add, condition, values }: CounterUpdate,
): TransactionItem {
  const sets = [...set, 'expiresAt = :expiresAt'].join(', ')
  return {
    Update: {
      TableName: table(),
      Key: counterKey(counter),
      UpdateExpression: `SET ${sets}${add ? ` ADD ${add}` : ''}`,
      ConditionExpression: condition,
      ExpressionAttributeValues: { ...values, ':expiresAt': Math.ceil(endsAt / 1000) },
    },
  }
}

/** A counter as it is now; undefined before its first try. */
export async function getCounter(counter: CounterName): Promise<TryCounter | undefined> {
  return (await get(counterKey(counter))) as TryCounter | undefined
}

/**
 * Counts one more try in the open window. Answers false when none is open or it is full.
 * A lost answer can count one try twice: stricter, never looser.
 */
export async function incrementCounter(counter: CounterName, max: number): Promise<boolean> {
  return await isAccepted(
    new UpdateCommand({
      TableName: table(),
      Key: counterKey(counter),
      UpdateExpression: 'ADD #count :one',
      ConditionExpression: 'windowEndsAt > :now AND #count < :max',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: { ':one': 1, ':now': Date.now(), ':max': max },
    }),
  )
}

/** Opens a window with its first try. Answers false when one is open already. */
export async function openCounter(counter: CounterName, windowMs: number): Promise<boolean> {
  const now = Date.now()
  const expiresAt = Math.ceil((now + windowMs) / 1000)
  return await isAccepted(
    new UpdateCommand({
      TableName: table(),
      Key: counterKey(counter),
      UpdateExpression: 'SET #count = :one, windowEndsAt = :end, expiresAt = :expiresAt',
      ConditionExpression: 'attribute_not_exists(pk) OR windowEndsAt <= :now',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: {
        ':one': 1,
        ':now': now,
        ':end': now + windowMs,
        ':expiresAt': expiresAt,
      },
    }),
  )
}

/** A condition for a transaction: the counter still has room for a try. */
export function counterHasRoom(counter: CounterName, max: number): TransactionItem {
  return {
    ConditionCheck: {
      TableName: table(),
      Key: counterKey(counter),
      ConditionExpression: 'attribute_not_exists(pk) OR windowEndsAt <= :now OR #count < :max',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: { ':now': Date.now(), ':max': max },
    },
  }
}

async function isAccepted(update: UpdateCommand): Promise<boolean> {
  try {
    await dynamo.send(update)
    return true
  } catch (error) {
    if (isConditionFailure(error)) return false
    throw error
  }
}

async function get(Key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: table(), Key, ConsistentRead: true }),
  )
  return Item
}

function toHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
