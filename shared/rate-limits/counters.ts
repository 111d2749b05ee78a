import { hash } from 'node:crypto'
import { readPartition } from '../aws/batch.ts'
import { type Expression, toCondition } from '../aws/expressions.ts'
import { getItem } from '../aws/get-item.ts'
import type { TransactionItem } from '../aws/transaction.ts'
import { updateItem } from '../aws/update-item.ts'
import { resourceName } from '../config.ts'

// The counters of the rate limits: items of the OTPs table. This file builds their keys.

/** The name of a counter (what it counts, e.g. `login-email`) and its subject (for whom it counts). */
export interface Counter {
  readonly name: string
  /**
   * A text (an e-mail address, a phone number or a network) is hashed, because its counter may outlive an account.
   * The counters of a `userId` are deleted with the account.
   */
  readonly subject: string | { readonly userId: string }
}

/** A counter as stored. Its attributes depend on the kind of limit that uses it. */
export type StoredCounter = Readonly<Record<string, unknown>>

/** A condition on a counter, and the update expression. Without `update`, the counter is only checked. */
export interface CounterChange extends Expression {
  update?: string
}

/** The partition of all items that belong to a user in the OTPs table: counters and OTPs. */
export const userPartition = (userId: string) => `USER#${userId}`

const TRIES = 'TRIES#'
const table = () => resourceName('otpsTable')

/** Makes the key of a counter in the OTPs table. */
export const counterKey = ({ name, subject }: Counter) =>
  typeof subject === 'string'
    ? { pk: `${TRIES}${name}#${hash('sha256', subject, 'base64url')}`, sk: 'TRIES' }
    : { pk: userPartition(subject.userId), sk: `${TRIES}${name}` }

/** Reads a counter, strongly consistent. Returns undefined before anything was counted. */
export async function readCounter(counter: Counter): Promise<StoredCounter | undefined> {
  return await getItem(table(), counterKey(counter))
}

/** Reads the counters with the subject `userId`, by name. For operators only. */
export async function countersOf(userId: string): Promise<ReadonlyMap<string, StoredCounter>> {
  const items = await readPartition(table(), userPartition(userId), TRIES)
  return new Map(items.map(({ pk, sk, ...counter }) => [String(sk).slice(TRIES.length), counter]))
}

/** Changes a counter. Returns false when the condition failed. */
export async function changeCounter(
  counter: Counter,
  { update, ...expression }: Required<CounterChange>,
): Promise<boolean> {
  const updated = await updateItem({ ...toItem(counter, expression), UpdateExpression: update })
  return updated !== undefined
}

/** Makes the item of a transaction that deletes a counter. */
export function removeCounter(counter: Counter): TransactionItem {
  return { Delete: { TableName: table(), Key: counterKey(counter) } }
}

/** Makes the item of a transaction that changes a counter or, without `update`, only checks it. */
export function counterItem(
  counter: Counter,
  { update, ...expression }: CounterChange,
): TransactionItem {
  const item = toItem(counter, expression)
  return update ? { Update: { ...item, UpdateExpression: update } } : { ConditionCheck: item }
}

function toItem(counter: Counter, expression: Expression) {
  return { TableName: table(), Key: counterKey(counter), ...toCondition(expression) }
}
