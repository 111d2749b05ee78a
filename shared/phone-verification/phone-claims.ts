import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import {
  readItem,
  sessionCheck,
  sessionUse,
  usersKeys,
  usersTable,
} from '../accounts/users-table.ts'
import { type Expression, toCondition, toUpdate } from '../aws/expressions.ts'
import { type TransactionItem, writeTransaction } from '../aws/transaction.ts'

// Claims of phones: items that reserve a phone for one account. See `usersKeys` in accounts/users-table.ts.

/** Why a phone was not claimed. When all flags are false, the profile has changed since it was read. */
export interface ClaimRefusal {
  /** Another account has the phone. */
  isTaken: boolean
  /** The condition of the write `otp` failed. */
  isOtpRefused: boolean
  /** Whether the condition of each of `limits` failed, in their order. */
  refusedLimits: readonly boolean[]
}

/** Finds the id of the user who has a phone (E.164). */
export async function findUserIdByPhone(phone: string): Promise<string | undefined> {
  const claim = await readItem(usersKeys.phone(phone))
  return claim?.userId as string | undefined
}

// The condition that a phone has no claim, or the claim of this user, who may verify the phone again.
const freeFor = (userId: string): Expression => ({
  condition: 'attribute_not_exists(pk) OR userId = :claimant',
  values: { ':claimant': userId },
})

/** Makes the item of a transaction that requires that no other account has this phone (E.164). */
export function phoneIsFreeFor(phone: string, userId: string): TransactionItem {
  const Key = usersKeys.phone(phone)
  return { ConditionCheck: { TableName: usersTable(), Key, ...toCondition(freeFor(userId)) } }
}

/** Makes the item of a transaction that requires an open session, and that the account does not have this phone. */
export function phoneIsNewTo(caller: Caller, phone: string): TransactionItem {
  return sessionCheck(caller, {
    condition: 'attribute_not_exists(phone) OR phone <> :phone',
    values: { ':phone': phone },
  })
}

/** Makes the item of a transaction that requires an open session, and that the account has this phone. */
export function phoneIsHeldBy(caller: Caller, phone: string): TransactionItem {
  return sessionCheck(caller, { condition: 'phone = :phone', values: { ':phone': phone } })
}

/**
 * Removes a phone (E.164) from an account, so that other accounts can claim it. For operators: needs no session.
 * @returns false when the account has another phone or none, or is deleted.
 */
export async function freePhone(userId: string, phone: string): Promise<boolean> {
  const TableName = usersTable()
  const isHeld: Expression = { condition: 'phone = :freed', values: { ':freed': phone } }
  const changes = { phone: null, phoneLinkedAt: null, updatedAt: Date.now() }
  const update = toUpdate(changes, isHeld)
  const failed = await writeTransaction({
    profile: { Update: { TableName, Key: usersKeys.profile(userId), ...update } },
    claim: { Delete: { TableName, Key: usersKeys.phone(phone) } },
  })
  return failed === undefined
}

/**
 * Claims a phone for the caller, frees their previous phone and updates the profile, together with the writes
 * `also`: all or nothing. Fails when the profile has changed since `read`.
 * @returns undefined when the phone is claimed, else the reason.
 */
export async function claimPhone(
  caller: Caller,
  read: User,
  changes: { phone: string; updatedAt: number },
  also: { readonly otp: TransactionItem; readonly limits: readonly TransactionItem[] },
): Promise<ClaimRefusal | undefined> {
  const unchanged: Expression = {
    condition: `updatedAt = :readAt AND ${read.phone ? 'phone = :readPhone' : 'attribute_not_exists(phone)'}`,
    values: { ':readAt': read.updatedAt, ...(read.phone && { ':readPhone': read.phone }) },
  }
  const phoneReplaced = read.phone ? true : undefined
  const linked = { ...changes, phoneLinkedAt: changes.updatedAt, phoneReplaced }
  const update = toUpdate(linked, sessionUse(caller), unchanged)
  const claim = {
    Item: { ...usersKeys.phone(changes.phone), userId: read.id },
    ...toCondition(freeFor(read.id)),
  }
  const TableName = usersTable()
  const failed = await writeTransaction({
    profile: { Update: { TableName, Key: usersKeys.profile(read.id), ...update } },
    claim: { Put: { TableName, ...claim } },
    previousClaim: read.phone ? [{ Delete: { TableName, Key: usersKeys.phone(read.phone) } }] : [],
    ...also,
  })
  if (!failed) return undefined
  return { isTaken: failed.claim, isOtpRefused: failed.otp, refusedLimits: failed.limits }
}
