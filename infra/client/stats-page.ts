import type { components, operations } from './api-types.ts'

type Schemas = components['schemas']

export type SyncQuery = operations['syncMcqDailyStats']['parameters']['query']

/** One page of stats. `pagination.next_cursor` is where the next page starts. */
export interface StatsPage {
  readonly days: Schemas['DayStats'][]
  readonly pagination: Schemas['Pagination']
}

/** Where a sync stopped. Store it, e.g. as JSON, and pass it to the next sync. */
export interface SyncPosition {
  readonly next_cursor: string | null
  /** First day that the cursor covers, in epoch ms. Earlier days need a sync without the cursor. */
  readonly sync_from_epoch_ms: number
}

/** What to sync: the course, the first day, and where the last sync stopped. */
export interface SyncRequest extends Omit<SyncQuery, 'next_cursor'> {
  /** `position` of the last sync. Without it, all days are read. */
  readonly position?: SyncPosition | undefined
}

interface SyncResult {
  readonly position: SyncPosition
  /**
   * True if the sync reads all days since `sync_from_epoch_ms`: the app deletes its stored days before the first
   * page with true, then merges this page and the next ones. If false, the app merges these days into the stored ones.
   */
  readonly isFromStart: boolean
}

/** One page of a sync. A day that changes during the sync comes again in a later page, with the same `id`. */
export interface SyncedPage extends StatsPage, SyncResult {}

/** All stats of one sync. */
export interface SyncedStats extends SyncResult {
  /** Each day once, as its last page had it. */
  readonly days: Schemas['DayStats'][]
}
