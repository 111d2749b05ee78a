import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'

/** The measurements of one route. */
interface RouteFigures {
  readonly times: RecordableHistogram
  readonly statuses: Map<number, number>
}

const US_PER_MS = 1000

/** Times and statuses by route. */
export class Measurements {
  readonly #routes = new Map<string, RouteFigures>()
  /** Failures: a 5xx, a 429 or 503 without Retry-After, no response. */
  readonly errors = new Map<string, number>()
  count = 0

  add(route: string, status: number, milliseconds: number): void {
    const known = this.#routes.get(route)
    const figures = known ?? { times: createHistogram(), statuses: new Map() }
    if (!known) this.#routes.set(route, figures)
    figures.times.record(Math.max(1, Math.round(milliseconds * US_PER_MS)))
    figures.statuses.set(status, (figures.statuses.get(status) ?? 0) + 1)
    this.count += 1
  }

  fail(what: string): void {
    this.errors.set(what, (this.errors.get(what) ?? 0) + 1)
  }

  /** A line for each route: requests, p50, p95 and p99 in ms, statuses. */
  *lines(): Generator<string> {
    yield row('route', 'count', 'p50', 'p95', 'p99', 'statuses')
    for (const [route, { times, statuses }] of [...this.#routes].sort()) {
      const [p50, p95, p99] = [50, 95, 99].map((one) => toMs(times.percentile(one)))
      const counts = [...statuses].sort().map(([status, count]) => `${status}: ${count}`)
      yield row(route, String(times.count), p50, p95, p99, counts.join(', '))
    }
  }
}

function toMs(microseconds: number): string {
  return (microseconds / US_PER_MS).toFixed(1)
}

function row(route: string, count: string, p50 = '', p95 = '', p99 = '', counts = ''): string {
  return `${route.padEnd(32)}${[count, p50, p95, p99].map((one) => one.padStart(9)).join('')}  ${counts}`
}
