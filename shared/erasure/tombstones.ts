import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import {
  putNew,
  readItem,
  sessionIsOpen,
  usersKeys,
  usersTable,
  WriteRefusedError,
} from '../accounts/users-table.ts'
import { type Expression, toCondition, toUpdate } from '../aws/expressions.ts'
import { queryPage, queryPages } from '../aws/read-pages.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { updateItem } from '../aws/update-item.ts'
import { toTtl } from '../time.ts'
import { TOMBSTONE_LIFETIME_MS } from './limits.ts'

/**
 * Marks a deleted account. Open until all data of the account is purged. Closed ones stay as long as backups
 * do: a backup has data of the account, which must be deleted again after a restore.
 */
export interface Tombstone {
  userId: string
  /** Epoch ms. */
  deletedAt: number
  /** Epoch ms of the last purge. Only closed tombstones have it. */
  purgedAt?: number
}

const INDEX = 'tombstones'
/** The partition keys of the index. Only tombstones have `purge`, so the index contains nothing else. */
const OPEN = 'PURGE'
const CLOSED = 'PURGED'

/**
 * Deletes the profile with its sessions, frees e-mail and phone, and stores a tombstone for the purge:
 * all or nothing. Without a caller (for operators), no session is required.
 * @throws WriteRefusedError when the session has ended, or e-mail or phone have changed since `user` was read.
 */
export async function replaceByTombstone(caller: Caller | undefined, user: User): Promise<void> {
  const unchanged: Expression = {
    condition: `email = :email AND ${user.phone ? 'phone = :phone' : 'attribute_not_exists(phone)'}`,
    values: { ':email': user.email, ...(user.phone && { ':phone': user.phone }) },
  }
  const conditions = caller ? [sessionIsOpen(caller), unchanged] : [unchanged]
  const profile = { Key: usersKeys.profile(user.id), ...toCondition(...conditions) }
  const claims = [usersKeys.email(user.email), ...(user.phone ? [usersKeys.phone(user.phone)] : [])]
  const failed = await writeTransaction({
    profile: { Delete: { TableName: usersTable(), ...profile } },
    claims: claims.map((Key) => ({ Delete: { TableName: usersTable(), Key } })),
    tombstone: putNew(usersKeys.tombstone(user.id), {
      purge: OPEN,
      userId: user.id,
      deletedAt: Date.now(),
    }),
  })
  if (failed) throw new WriteRefusedError()
}

/** Reads a user's open tombstone. Returns undefined when the purge is done, or the user was never deleted. */
export async function getTombstone(userId: string): Promise<Tombstone | undefined> {
  const tombstone = (await readItem(usersKeys.tombstone(userId))) as Tombstone | undefined
  return tombstone?.purgedAt === undefined ? tombstone : undefined
}

/** How the keys of tombstones begin. */
export const TOMBSTONE_PREFIX = usersKeys.tombstone('').pk

/** Extracts the user's id from the key of a tombstone. */
export function userIdOfTombstone(pk: string): string {
  return pk.slice(TOMBSTONE_PREFIX.length)
}

/** Lists up to 100 open tombstones, oldest first. */
export async function oldestTombstones(): Promise<Tombstone[]> {
  const { items } = await queryPage<Tombstone>({ ...tombstonesThatAre(OPEN), Limit: 100 })
  return items
}

/** Closes a tombstone: all data of the account is purged. Does nothing when there is no tombstone. */
export async function closeTombstone(userId: string): Promise<void> {
  const purgedAt = Date.now()
  const expiresAt = toTtl(purgedAt + TOMBSTONE_LIFETIME_MS)
  await updateItem({
    ...toUpdate({ purge: CLOSED, purgedAt, expiresAt }, { condition: 'attribute_exists(pk)' }),
    TableName: usersTable(),
    Key: usersKeys.tombstone(userId),
  })
}

/**
 * Lists the tombstones of the users whose data may be in a backup of `time` (epoch ms): those whose last purge
 * was later, or is still to come. For operators only: it reads all tombstones.
 */
export async function tombstonesAfter(time: number): Promise<Tombstone[]> {
  const found: Tombstone[] = []
  for (const state of [OPEN, CLOSED] as const) {
    for await (const page of queryPages<Tombstone>(tombstonesThatAre(state))) {
      found.push(...page.filter(({ purgedAt = Number.POSITIVE_INFINITY }) => purgedAt >= time))
    }
  }
  return found
}

/** Stores a tombstone that another table has, e.g. the one before a restore. Keeps one that exists. */
export async function copyTombstone(tombstone: Tombstone): Promise<void> {
  await writeTransaction({ copy: putNew(usersKeys.tombstone(tombstone.userId), tombstone) })
}

/** A query of the index, oldest deletion first. */
function tombstonesThatAre(state: typeof OPEN | typeof CLOSED) {
  return {
    TableName: usersTable(),
    IndexName: INDEX,
    KeyConditionExpression: 'purge = :purge',
    ExpressionAttributeValues: { ':purge': state },
  }
}
