import { parseToken } from '../../shared/accounts/token.ts'
import {
  deletionsOf,
  type Evidence,
  exchangesOf,
  routeKeyOf,
  sessionsOf,
  tokenOf,
} from './evidence.ts'
import type { Invariant } from './invariant.ts'
import { codeIn } from './recoveries.ts'
import { acceptedSends } from './state-invariants.ts'
import type { Exchange } from './world.ts'

/** The routes that compare an OTP. */
const COMPARING = ['POST /users/verify-phone-otp', 'POST /auth/reset-password']

interface Verification {
  oti: string
  userId: string
  status: number
  code: number | undefined
}

function verificationsOf(evidence: Evidence): Verification[] {
  const exchanges = COMPARING.flatMap((routeKey) => exchangesOf(evidence, routeKey))
  return exchanges.map((exchange) => ({
    oti: (exchange.request.body as { oti: string }).oti,
    userId: parseToken(tokenOf(exchange) ?? '')?.userId ?? '',
    status: exchange.response.status,
    code: exchange.response.body?.error?.code,
  }))
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const groups = Map.groupBy(items, keyOf)
  return new Map([...groups].map(([key, group]) => [key, group.length]))
}

/** A line for each key that occurs more than `max` times. */
function overruns<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { max, what }: { max: number; what: string },
): string[] {
  return [...countBy(items, keyOf)]
    .filter(([, count]) => count > max)
    .map(([key, count]) => `${key}: ${count} ${what}`)
}

/** Whether the route's function met a fault that can fail a request during the exchange. */
function metFault(evidence: Evidence, exchange: Exchange): boolean {
  const functionName = evidence.functionOf(routeKeyOf(exchange))
  return evidence.injections.some(
    (one) =>
      (one.functionName === functionName || one.fault === 'stall') &&
      one.fault !== 'late' &&
      one.at >= exchange.startedAt &&
      one.at <= exchange.endedAt,
  )
}

function describe(exchange: Exchange): string {
  return `${routeKeyOf(exchange)} → ${exchange.response.status} ${JSON.stringify(exchange.response.body?.error ?? exchange.response.body)}`
}

/** SMS that were sent before an OTP for their phone was stored. */
function unstoredSms({ calls }: Evidence): string[] {
  return calls.flatMap((call, index) => {
    if (call.operation !== 'Publish' || !call.performed) return []
    const phone = new URLSearchParams(call.body.toString()).get('PhoneNumber') ?? ''
    const isStored = calls
      .slice(0, index)
      .some(
        ({ operation, statusCode, body }) =>
          operation === 'TransactWriteItems' &&
          statusCode === 200 &&
          body.includes('OTI#') &&
          body.includes(phone),
      )
    return isStored ? [] : [`an SMS went to ${phone} before its OTP was stored`]
  })
}

function smsViolations(evidence: Evidence): string[] {
  const messages = evidence.messages.filter((message) => codeIn(message) === undefined)
  const counts = countBy(messages, ({ to }) => to)
  return [...counts].flatMap(([to, count]) => {
    const accepted = acceptedSends(evidence, to.slice(-10))
    return count <= accepted ? [] : [`${count} SMS went to ${to}, for ${accepted} requests`]
  })
}

/** Responses other than 401 or 5xx to a token after its logout or the deletion of its user. */
function revivals(evidence: Evidence): string[] {
  const deleted = deletionsOf(evidence)
  const loggedOut = new Map<string, number>()
  for (const exchange of exchangesOf(evidence, 'POST /auth/logout')) {
    const token = tokenOf(exchange)
    if (token && exchange.response.status === 200) loggedOut.set(token, exchange.endedAt)
  }
  return evidence.exchanges.flatMap((exchange) => {
    const token = tokenOf(exchange) ?? ''
    const endedAt = loggedOut.get(token) ?? deleted.get(parseToken(token)?.userId ?? '')
    const { status } = exchange.response
    if (endedAt === undefined || exchange.startedAt < endedAt) return []
    return status === 401 || status >= 500
      ? []
      : [`after its end a token got ${describe(exchange)}`]
  })
}

/** Secrets that a log line or an item contains. */
function leaks(evidence: Evidence): string[] {
  const secrets = new Set<string>()
  for (const { token } of sessionsOf(evidence)) secrets.add(token.slice(-43))
  for (const { request, response } of evidence.exchanges) {
    const body = (request.body ?? {}) as Record<string, unknown>
    const user = (body.user ?? {}) as Record<string, unknown>
    for (const one of [
      body.password,
      body.new_password,
      user.password,
      user.newPassword,
      body.oti,
    ]) {
      if (typeof one === 'string' && one.length >= 8) secrets.add(one)
    }
    if (response.body?.data?.oti) secrets.add(response.body.data.oti)
  }
  const { users, otps, stats, reports } = evidence.state
  const stored = [...users, ...otps, ...stats, ...reports].map((item) => JSON.stringify(item))
  const texts = [...evidence.lines, ...stored].join('\n')
  return [...secrets]
    .filter((one) => texts.includes(one))
    .map((one) => `${one.slice(0, 4)}… is in a line or an item`)
}

/** The invariants of responses. */
export const responseInvariants: readonly Invariant[] = [
  {
    number: 4,
    promise: 'One OTI succeeds at most once',
    violations: (evidence) => {
      const successes = verificationsOf(evidence).filter(({ status }) => status === 200)
      return overruns(successes, ({ oti }) => oti, { max: 1, what: 'successes' })
    },
  },
  {
    number: 5,
    promise: 'One OTI is compared at most five times',
    violations: (evidence) => {
      const compared = verificationsOf(evidence).filter(
        ({ status, code }) => status === 200 || code === 2002,
      )
      return overruns(compared, ({ oti }) => oti, { max: 5, what: 'comparisons' })
    },
  },
  {
    number: 6,
    promise: 'A user gets the result of at most 20 wrong OTPs an hour',
    violations: (evidence) => {
      const wrong = verificationsOf(evidence).filter(({ userId, code }) => userId && code === 2002)
      return overruns(wrong, ({ userId }) => userId, { max: 20, what: 'wrong OTPs' })
    },
  },
  {
    number: 9,
    promise: 'No SMS is sent without a request, or before its OTP is stored',
    violations: (evidence) => [...unstoredSms(evidence), ...smsViolations(evidence)],
  },
  { number: 10, promise: 'No token is accepted after its session', violations: revivals },
  { number: 24, promise: 'No log line and no item contains a secret', violations: leaks },
  {
    number: 26,
    promise: 'All 401 are alike',
    violations: ({ exchanges }) => {
      const bodies = exchanges
        .filter(({ response }) => response.status === 401 && !hasOwnReason(response.body))
        .map(({ response }) => JSON.stringify(response.body))
      const kinds = new Set(bodies)
      return kinds.size <= 2 ? [] : [`there are ${[...kinds].join(' and ')}`]
    },
  },
  {
    number: 29,
    promise: 'Only a fault causes a 5xx',
    violations: (evidence) =>
      evidence.exchanges
        .filter((one) => one.response.status >= 500 && !metFault(evidence, one))
        .map(describe),
  },
]

/** A wrong password has a response of its own, in a login and in the portal's form. */
function hasOwnReason(body: { error?: { code?: number; message?: string } }): boolean {
  return body?.error?.code === 2101 || body?.error?.message === 'Invalid password'
}
