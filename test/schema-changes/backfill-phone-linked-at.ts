import { inParallel } from '../../infra/ops/in-parallel.ts'
import { patiently } from '../../infra/ops/patiently.ts'
import type { User } from '../../shared/accounts/user.ts'
import { usersTable } from '../../shared/accounts/users-table.ts'
import { type ReadPage, scanPage } from '../../shared/aws/read-pages.ts'
import { updateItem } from '../../shared/aws/update-item.ts'

// The worked example of docs/schema-changes.md. Code that changes stored items once is deleted after it ran, so the product
// has none; this one stays here, where a test shows that it works. Copy it to infra/ops/ for a change of your own.

/** What the backfill reads of a profile. */
export type OldProfile = { readonly pk: string } & Pick<User, 'updatedAt'> & {
    readonly phone: string
  }

/** The state after a page. */
export interface Progress {
  /** How many profiles of the page were written. Fewer than were found, if users changed theirs meanwhile. */
  readonly written: number
  /** Where the next page starts. Store it: a later run continues there. Undefined after the last page. */
  readonly next: ReadPage['next']
}

const AT_ONCE = 10

/**
 * Gives `phoneLinkedAt` to profiles that have a phone and were written before the attribute existed.
 * Profiles of an import keep none, because nobody knows when their phones were verified.
 * @param start `next` of an earlier run.
 * @param pageSize profiles that are read at once, which bounds the load.
 */
export async function* backfillPhoneLinkedAt(
  start: Progress['next'],
  pageSize: number,
): AsyncGenerator<Progress> {
  let from = start
  do {
    const { items, next } = await scanPage<OldProfile>({
      TableName: usersTable(),
      ConsistentRead: true,
      ExclusiveStartKey: from,
      Limit: pageSize,
      FilterExpression:
        'begins_with(pk, :profile) AND attribute_exists(phone) AND attribute_not_exists(phoneLinkedAt) AND attribute_not_exists(imported)',
      ExpressionAttributeValues: { ':profile': 'USER#' },
      ProjectionExpression: 'pk, phone, updatedAt',
    })
    const outcomes = await inParallel(items, AT_ONCE, (profile) => patiently(() => fillIn(profile)))
    yield { written: outcomes.filter((isWritten) => isWritten).length, next }
    from = next
  } while (from)
}

/**
 * Writes the attribute unless the profile has it, has another phone, or is gone: since it was read, a
 * request may have changed it. `updatedAt` is the latest time at which the phone can have been linked. It
 * stays as it is, because a request that has read it expects the profile unchanged.
 * @returns whether it was written.
 */
export async function fillIn({ pk, phone, updatedAt }: OldProfile): Promise<boolean> {
  const written = await updateItem({
    TableName: usersTable(),
    Key: { pk },
    UpdateExpression: 'SET phoneLinkedAt = :at',
    ConditionExpression: 'phone = :phone AND attribute_not_exists(phoneLinkedAt)',
    ExpressionAttributeValues: { ':at': updatedAt, ':phone': phone },
  })
  return written !== undefined
}
