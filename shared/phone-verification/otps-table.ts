import { createHash } from 'node:crypto'
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { dynamo } from '../aws/clients.ts'
import { isConditionFailure } from '../aws/failures.ts'
import type { TransactionItem } from '../aws/transaction.ts'
import { resourceName } from '../config.ts'
import type { TryCounter } from '../rate-limits/try-counter.ts'

/** Counts something about somebody, e.g. `login-email` and an e-mail address. */
export interface CounterName {
  name: string
  subject: string
}

const table = () => resourceName('otpsTable')

// Hashed, so that no address or number outlives its account in a key.
function counterKey({ name, subject }: CounterName): { pk: string; sk: string } {
  const hash = createHash('sha256').update(subject).digest('base64url')
  return { pk: `TRIES#${name}#${hash}`, sk: 'TRIES' }
}

/** A counter as it is now; undefined before its first try. */
export async function getCounter(counter: CounterName): Promise<TryCounter | undefined> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: table(), Key: counterKey(counter), ConsistentRead: true }),
  )
  return Item as TryCounter | undefined
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
