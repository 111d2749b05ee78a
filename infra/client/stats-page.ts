import type { components } from './api-types.ts'

type Schemas = components['schemas']

/** One page of stats. `pagination.next_cursor` is where the next page, or the next sync, starts. */
export interface StatsPage {
  readonly days: Schemas['DayStats'][]
  readonly pagination: Schemas['Pagination']
}

/** All stats of one sync. Store `next_cursor` and pass it to the next sync. */
export interface SyncedStats {
  readonly days: Schemas['DayStats'][]
  readonly next_cursor: string | null
}
