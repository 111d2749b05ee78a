import { consumptionOf, type Measured, type Table, type Units } from './consumption.ts'
import type { Traffic } from './traffic.ts'

/** Attempts in one invocation of the worker: Lambda's largest batch of a FIFO queue. */
const ATTEMPTS_PER_RUN = 10
/** How often an execution environment reads the feature flags, in seconds. */
const FLAGS_SECONDS = 30
/** Read units of reading the feature flags once. */
const READS_OF_FLAGS = 1

/** Durations of warm invocations in seconds. */
export interface Durations {
  /** Duration of a request, by route key. */
  readonly request: (routeKey: string) => number
  /** Duration of a batch of attempts in the worker. */
  readonly batch: number
}

/** Requests per second of the routes that `isCounted` selects. */
export function requestRate(
  { requests }: Traffic,
  isCounted: (routeKey: string) => boolean = () => true,
): number {
  return sum(Object.entries(requests).map(([key, rate]) => (isCounted(key) ? rate : 0)))
}

/** Request units per second of a table: rate × units of a request, summed over all routes and the MCQ attempts. */
export function unitRate(
  { requests, attempts }: Traffic,
  measured: Measured,
  table: Table,
  kind: 'reads' | 'writes',
): number {
  const of = (units: Units) => units[table]?.[kind] ?? 0
  const rates = Object.entries(requests)
  const ofRequests = rates.map(([key, rate]) => rate * of(consumptionOf(measured, key).units))
  return sum(ofRequests) + attempts * of(measured.attempt)
}

/** Concurrent executions of one route, by Little's law: rate × duration. */
export function concurrencyOf({ requests }: Traffic, routeKey: string, { request }: Durations) {
  return (requests[routeKey] ?? 0) * request(routeKey)
}

/** Concurrent executions of all functions, the worker of the attempts included. */
export function concurrency(traffic: Traffic, durations: Durations): number {
  const routes = Object.keys(traffic.requests)
  const ofRoutes = routes.map((routeKey) => concurrencyOf(traffic, routeKey, durations))
  return sum(ofRoutes) + (traffic.attempts / ATTEMPTS_PER_RUN) * durations.batch
}

/** Read units per second of the item with the feature flags, which every execution environment reads. */
export function flagReads(traffic: Traffic, durations: Durations): number {
  return (concurrency(traffic, durations) * READS_OF_FLAGS) / FLAGS_SECONDS
}

function sum(values: readonly number[]): number {
  return values.reduce((one, other) => one + other, 0)
}
