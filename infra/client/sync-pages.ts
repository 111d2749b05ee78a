import { isApiError } from './errors.ts'
import type { StatsPage, SyncedPage, SyncedStats, SyncQuery, SyncRequest } from './stats-page.ts'

const DAY_MS = 24 * 60 * 60 * 1000

type ReadPage = (query: SyncQuery) => Promise<StatsPage>

/**
 * Reads all pages from the position of the last sync, one after another. Reads from the start when the
 * position is no longer valid: `sync_from_epoch_ms` is now on an earlier UTC day, or the API refuses the
 * cursor.
 */
export async function* syncPages(
  read: ReadPage,
  { position, ...query }: SyncRequest,
): AsyncGenerator<SyncedPage, void> {
  const { sync_from_epoch_ms } = query
  const startsEarlier = position && dayOf(sync_from_epoch_ms) < dayOf(position.sync_from_epoch_ms)
  let next_cursor = startsEarlier ? null : (position?.next_cursor ?? null)
  let isFromStart = next_cursor === null
  for (let hasMore = true; hasMore; ) {
    const page = await readFrom(next_cursor)
    next_cursor = page.pagination.next_cursor
    hasMore = page.pagination.has_more
    yield { ...page, position: { next_cursor, sync_from_epoch_ms }, isFromStart }
  }

  async function readFrom(cursor: string | null): Promise<StatsPage> {
    if (cursor === null) return await read(query)
    try {
      return await read({ ...query, next_cursor: cursor })
    } catch (error) {
      // If the API refuses a cursor that it returned during this sync, the account is another one by now. Its
      // days must not join those already read.
      if (cursor !== position?.next_cursor || !isCursorRefused(error)) throw error
      isFromStart = true
      return await read(query)
    }
  }
}

/**
 * Joins the pages of a sync, which has at least one. A day that changes between two pages is in both: only the
 * later one is kept.
 */
export async function collectPages(pages: AsyncIterable<SyncedPage>): Promise<SyncedStats> {
  const days = new Map<string, StatsPage['days'][number]>()
  let last: SyncedPage | undefined
  for await (const page of pages) {
    for (const day of page.days) {
      days.delete(day.id)
      days.set(day.id, day)
    }
    last = page
  }
  if (!last) throw new Error('The sync has no page')
  const { position, isFromStart } = last
  return { days: [...days.values()], position, isFromStart }
}

function dayOf(epochMs: number): number {
  return Math.floor(epochMs / DAY_MS)
}

/** Whether the API refused the cursor, e.g. because the account was deleted and registered again. */
function isCursorRefused(error: unknown): boolean {
  return (
    isApiError(error) &&
    error.code === 1006 &&
    error.details.some(({ path }) => path === 'next_cursor')
  )
}
