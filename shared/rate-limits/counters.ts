import type { TransactionItem } from '../aws/transaction.ts'
import { updateItem } from '../aws/update-item.ts'
import {
  type CounterName,
  otpsKeys,
  otpsTable,
  readOtpsItem,
} from '../phone-verification/otps-table.ts'
import type { TryCounter } from './try-counter.ts'

/** How a counter changes, as the parts of an update expression. */
export interface CounterUpdate {
  set?: readonly string[]
  add?: string
  condition: string
  values: Record<string, unknown>
}

/** The counter's item, whatever it counts; undefined before its first try. */
export async function getCounterItem(
  counter: CounterName,
): Promise<Record<string, unknown> | undefined> {
  return await readOtpsItem(otpsKeys.counter(counter))
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
      TableName: otpsTable(),
      Key: otpsKeys.counter(counter),
      UpdateExpression: `SET ${sets}${add ? ` ADD ${add}` : ''}`,
      ConditionExpression: condition,
      ExpressionAttributeValues: { ...values, ':expiresAt': Math.ceil(endsAt / 1000) },
    },
  }
}

/** A counter as it is now; undefined before its first try. */
export async function getCounter(counter: CounterName): Promise<TryCounter | undefined> {
  return (await getCounterItem(counter)) as TryCounter | undefined
}

/**
 * Counts one more try in the open window. Answers false when none is open or it is full.
 * A lost answer can count one try twice: stricter, never looser.
 */
export async function incrementCounter(counter: CounterName, max: number): Promise<boolean> {
  return (
    (await updateItem({
      TableName: otpsTable(),
      Key: otpsKeys.counter(counter),
      UpdateExpression: 'ADD #count :one',
      ConditionExpression: 'windowEndsAt > :now AND #count < :max',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: { ':one': 1, ':now': Date.now(), ':max': max },
    })) !== undefined
  )
}

/** Opens a window with its first try. Answers false when one is open already. */
export async function openCounter(counter: CounterName, windowMs: number): Promise<boolean> {
  const now = Date.now()
  const expiresAt = Math.ceil((now + windowMs) / 1000)
  return (
    (await updateItem({
      TableName: otpsTable(),
      Key: otpsKeys.counter(counter),
      UpdateExpression: 'SET #count = :one, windowEndsAt = :end, expiresAt = :expiresAt',
      ConditionExpression: 'attribute_not_exists(pk) OR windowEndsAt <= :now',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: {
        ':one': 1,
        ':now': now,
        ':end': now + windowMs,
        ':expiresAt': expiresAt,
      },
    })) !== undefined
  )
}

/** A condition for a transaction: the counter still has room for a try. */
export function counterHasRoom(counter: CounterName, max: number): TransactionItem {
  return {
    ConditionCheck: {
      TableName: otpsTable(),
      Key: otpsKeys.counter(counter),
      ConditionExpression: 'attribute_not_exists(pk) OR windowEndsAt <= :now OR #count < :max',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: { ':now': Date.now(), ':max': max },
    },
  }
}
