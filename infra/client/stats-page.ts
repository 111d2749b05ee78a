import type { components } from './api-types.ts'

type Schemas = components['schemas']

/** A page of stats. `pagination.next_cursor` is where to go on, now or at the next sync. */
export interface StatsPage {
  readonly days: Schemas['DayStats'][]
  readonly pagination: Schemas['Pagination']
}

/** All stats that a sync brought, and where the next one resumes: keep it. */
export interface SyncedStats {
  readonly days: Schemas['DayStats'][]
  readonly next_cursor: string | null
}
