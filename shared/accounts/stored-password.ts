import { hash } from 'node:crypto'
import { type Expression, toCondition, toUpdate } from '../aws/expressions.ts'
import type { TransactionItem } from '../aws/transaction.ts'
import type { User } from './user.ts'
import { usersKeys, usersTable } from './users-table.ts'

/**
 * A hash that changes when an account's password or phone changes. The OTP of a password recovery stores it,
 * and becomes void when the account's hash differs.
 */
export function credentialsHash({
  id,
  phone = '',
  passwordHash,
}: Pick<User, 'id' | 'phone' | 'passwordHash'>): string {
  return hash('sha256', `${id} ${phone} ${passwordHash}`, 'base64url')
}

/** Makes the item of a transaction that requires that password and phone have not changed since `user` was read. */
export function credentialsUnchanged(user: User): TransactionItem {
  const Key = usersKeys.profile(user.id)
  return { ConditionCheck: { TableName: usersTable(), Key, ...toCondition(unchanged(user)) } }
}

/**
 * Makes the item of a transaction that stores a new password and ends all sessions. The item fails when
 * password or phone have changed since `user` was read, or the account is deleted. A login that has verified
 * the old password opens no session afterwards, because its write requires that the password is unchanged.
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
