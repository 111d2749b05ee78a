import type { ApiRequest, Driver } from '../../support/api-request.ts'
import { percentile } from '../statistics.ts'

const WARM_UP_MS = 2_000

/** A route to measure, as requests of a signed-in user. */
export interface MeasuredRoute {
  readonly name: string
  readonly request: (token: string, count: number) => ApiRequest
}

/** The measurements of one route on one stack, by round. */
export interface RouteFigures {
  /** Milliseconds of requests one after another. */
  readonly p50: number[]
  readonly p90: number[]
  /** Requests per second of parallel clients. */
  readonly perSecond: number[]
}

/** How much a round measures. */
export interface RoundOptions {
  /** Requests one after another. */
  readonly requests: number
  /** How long the parallel clients are counted. */
  readonly seconds: number
}

/** Sends one request of a client. @throws Error when the response is no success. */
export type Send = (client: number, count: number) => Promise<void>

/** The routes of the benchmark: a read, and a write that changes the profile each time. */
export const routes: readonly MeasuredRoute[] = [
  {
    name: 'GET /auth/me',
    request: (token) => as(token, { method: 'GET', path: '/auth/me' }),
  },
  {
    name: 'PATCH /users/info',
    request: (token, count) =>
      as(token, {
        method: 'PATCH',
        path: '/users/info',
        body: { attempt_number: 1 + (count % 9) },
      }),
  },
]

/** How many clients are parallel. Each is another user. */
export const CLIENTS = 8

/** Measures a route once: first requests one after another, then parallel clients. Adds to the figures. */
export async function measureRound(
  send: Send,
  { requests, seconds }: RoundOptions,
  figures: RouteFigures,
): Promise<void> {
  const times: number[] = []
  for (let count = 0; count < requests; count++) {
    const start = performance.now()
    await send(0, count)
    times.push(performance.now() - start)
  }
  figures.p50.push(percentile(times, 0.5))
  figures.p90.push(percentile(times, 0.9))
  figures.perSecond.push(await throughput(send, seconds))
}

/** Makes the function that sends one request. @param tokens of the clients. */
export function sender(
  driver: Driver,
  { name, request }: MeasuredRoute,
  tokens: readonly string[],
): Send {
  return async (client, count) => {
    const { status, body } = await driver.call(request(tokens[client] ?? '', count))
    if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`)
  }
}

/**
 * Counts the requests that parallel clients finish. The first seconds do not count: environments of functions start
 * then, which `npm start` ends again when they are idle.
 */
async function throughput(send: Send, seconds: number): Promise<number> {
  const start = performance.now() + WARM_UP_MS
  const end = start + seconds * 1000
  let sent = 0
  let counted = 0
  const runClient = async (client: number) => {
    while (performance.now() < end) {
      await send(client, sent++)
      const now = performance.now()
      if (now >= start && now < end) counted++
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, (_, client) => runClient(client)))
  return counted / seconds
}

function as(token: string, request: ApiRequest): ApiRequest {
  return { ...request, headers: { authorization: `Bearer ${token}` } }
}
