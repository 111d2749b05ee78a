import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The tables, named as in contracts. */
export const TABLES = ['usersTable', 'mcqStatsTable', 'otpsTable', 'reportsTable'] as const
export type Table = (typeof TABLES)[number]

/** DynamoDB request units by table, indexes included. */
export type Units = Readonly<Partial<Record<Table, { reads: number; writes: number }>>>

/** What one successful request of a route uses. */
export interface Consumption {
  /** AWS calls in all. */
  readonly calls: number
  /** AWS calls that wait for each other. Calls that run in parallel count as one. */
  readonly roundTrips: number
  readonly units: Units
  /** PUT and LIST requests. */
  readonly s3Requests: number
  /** Lambda's own log lines included. */
  readonly logBytes: number
  readonly responseBytes: number
}

/** What `npm run bench:costs` measured. */
export interface Measured {
  /** By route key. A variant adds its name after a comma: `PATCH /app/api/v1/user, new password`. */
  readonly routes: Readonly<Record<string, Consumption>>
  /** Units to record one MCQ attempt, when ten attempts of one user and day arrive together. */
  readonly attempt: Units
}

/** The file with the last measurement of `npm run bench:costs`. */
export const CONSUMPTION_FILE = join(import.meta.dirname, 'consumption.json')

/** Reads the last measurement. */
export function readConsumption(): Measured {
  return JSON.parse(readFileSync(CONSUMPTION_FILE, 'utf8'))
}

/** The consumption of a route. @throws Error when it was not measured. */
export function consumptionOf({ routes }: Measured, routeKey: string): Consumption {
  const found = routes[routeKey]
  if (!found) throw new Error(`${routeKey} was not measured: npm run bench:costs`)
  return found
}

/** The sum over all tables. */
export function totalUnits(units: Units): { reads: number; writes: number } {
  const all = Object.values(units)
  return {
    reads: all.reduce((sum, { reads }) => sum + reads, 0),
    writes: all.reduce((sum, { writes }) => sum + writes, 0),
  }
}
