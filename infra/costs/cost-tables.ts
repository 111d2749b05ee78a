import type { Stage } from '../stages/stage.ts'
import { type Consumption, type Measured, totalUnits } from './consumption.ts'
import type { Durations } from './demands.ts'
import { type Limit, limitsOf } from './limits.ts'
import { dollarsPerMillion } from './prices.ts'
import { firstLimit, type Share, shareOf, usersAt } from './shares.ts'
import { examMorning, ordinaryPeak, type Traffic } from './traffic.ts'

/** A row of a table, by column. */
export type Row = Readonly<Record<string, string | number>>

/** The factors by which the tables multiply the number of users. */
const MULTIPLES = [1, 10, 100, 1_000, 10_000] as const

/** What one request of each route uses, and dollars per million requests. RRU, WRU: DynamoDB's read and write units. */
export function consumptionTable({ routes }: Measured): Row[] {
  return Object.entries(routes).map(([name, used]) => consumptionRow(name, used))
}

function consumptionRow(name: string, used: Consumption): Row {
  // E.g. `PATCH /app/api/v1/user, new password`.
  const [route, variant] = name.split(', ')
  const { reads, writes } = totalUnits(used.units)
  const { edge, gateway, data, logs } = dollarsPerMillion({ ...used, reads, writes })
  return {
    Route: `\`${route}\`${variant ? `, ${variant}` : ''}`,
    'AWS calls': used.calls,
    'round trips': used.roundTrips,
    RRU: reads,
    WRU: writes,
    'log bytes': used.logBytes,
    edge: edge.toFixed(2),
    gateway: gateway.toFixed(2),
    data: data.toFixed(2),
    logs: logs.toFixed(2),
    sum: (edge + gateway + data + logs).toFixed(2),
  }
}

/** The limits of a stage for multiples of a number of monthly users. */
export interface LimitTables {
  /** One row per multiple: the load, the first setting of ours that it reaches, and the first limit of AWS. */
  readonly first: readonly Row[]
  /** One row per limit: the users at which it is reached, and the share of it that each multiple needs. */
  readonly all: readonly Row[]
}

/** Computes both tables. Leaves out a limit when even the largest multiple uses less than 1 % of it. */
export function limitTables(
  users: number,
  stage: Stage,
  measured: Measured,
  durations: Durations,
): LimitTables {
  const largest = users * Math.max(...MULTIPLES)
  const limits = limitsOf(stage, measured, durations).filter(
    (limit) => shareOf(limit, largest) >= 0.01,
  )
  const ours = limits.filter(({ kind }) => kind === 'setting')
  const theirs = limits.filter(({ kind }) => kind !== 'setting')
  return {
    first: MULTIPLES.map((multiple) => {
      const all = users * multiple
      return {
        'Monthly users': all.toLocaleString('en'),
        'requests a second, peak': toRate(all, ({ requests }) => sum(Object.values(requests))),
        'exam morning': toRate(all, ({ requests }) => sum(Object.values(requests)), examMorning),
        'attempts, peak': toRate(all, ({ attempts }) => attempts),
        'attempts, exam morning': toRate(all, ({ attempts }) => attempts, examMorning),
        'first setting': toText(firstLimit(ours, all)),
        'first limit of AWS': toText(firstLimit(theirs, all)),
      }
    }),
    all: [...limits]
      .sort((one, other) => usersAt(one) - usersAt(other))
      .map((limit) => limitRow(limit, users)),
  }
}

function limitRow(limit: Limit, users: number): Row {
  const { name, value, kind, source } = limit
  const shares = MULTIPLES.map((multiple) => [
    (users * multiple).toLocaleString('en'),
    toPercent(shareOf(limit, users * multiple)),
  ])
  return {
    Limit: name,
    Value: value.toLocaleString('en'),
    Kind: kind,
    'Reached at': Number(usersAt(limit).toPrecision(2)).toLocaleString('en'),
    ...Object.fromEntries(shares),
    Source: source ? `[AWS](${source})` : '[stages.ts](../infra/stages/stages.ts)',
  }
}

/** One number of the traffic of so many users, rounded to two digits. */
function toRate(
  users: number,
  rateOf: (traffic: Traffic) => number,
  trafficOf: (users: number) => Traffic = ordinaryPeak,
): string {
  return Number(rateOf(trafficOf(users)).toPrecision(2)).toLocaleString('en')
}

function toText({ limit, share }: Share): string {
  return `${toPercent(share)} ${limit.name}`
}

function toPercent(share: number): string {
  if (share < 0.001) return '< 0.1 %'
  return `${Number((share * 100).toPrecision(2)).toLocaleString('en')} %`
}

function sum(values: readonly number[]): number {
  return values.reduce((one, other) => one + other, 0)
}
