import { hash } from 'node:crypto'
import { type Expression, toCondition, toUpdate } from '../aws/expressions.ts'
import type { TransactionItem } from '../aws/transaction.ts'
import type { User } from './user.ts'
import { usersKeys, usersTable } from './users-table.ts'

/**
 * A value that changes with an account's password or phone. What is issued for an account, such as the
 * OTP of a recovery, stores it, and is worthless once it differs.
 */
export function credentialsHash({
  id,
  phone = '',
  passwordHash,
}: Pick<User, 'id' | 'phone' | 'passwordHash'>): string {
  return hash('sha256', `${id} ${phone} ${passwordHash}`, 'base64url')
}

/** A condition for a transaction: password and phone are still those that were read. */
export function credentialsUnchanged(user: User): TransactionItem {
  const Key = usersKeys.profile(user.id)
  return { ConditionCheck: { TableName: usersTable(), Key, ...toCondition(unchanged(user)) } }
}

/**
 * An item of a transaction that stores a new password and ends all sessions. Refused when password or
 * phone have changed since `user` was read, or the account is deleted. A login that verified the old
 * password requires it in its own write, so it opens no session afterwards.
 */
export function replacePassword(user: User, passwordHash: string): TransactionItem {
  const changes = { passwordHash, sessions: {}, updatedAt: Date.now() }
  const update = toUpdate(changes, unchanged(user))
  return { Update: { TableName: usersTable(), Key: usersKeys.profile(user.id), ...update } }
}

function unchanged({ phone, passwordHash }: User): Expression {
  return {
    condition: `passwordHash = :readHash AND ${phone ? 'phone = :readPhone' : 'attribute_not_exists(phone)'}`,
    values: { ':readHash': passwordHash, ...(phone && { ':readPhone': phone }) },
  }
}
