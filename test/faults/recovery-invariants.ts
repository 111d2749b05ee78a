import { parseToken } from '../../shared/accounts/token.ts'
import { type Evidence, exchangesOf, sessionsOf, tokenOf } from './evidence.ts'
import type { Invariant } from './invariant.ts'
import { codeIn } from './recoveries.ts'
import { profilesOf } from './stored-state.ts'

const RESET = 'POST /auth/reset-password'

/** A reset that succeeded, or may have. Times in ms of this process's clock. */
export interface Reset {
  readonly userId: string
  readonly otp: string
  readonly newPassword: string
  readonly isCertain: boolean
  readonly startedAt: number
  readonly endedAt: number
}

/** The resets, with the account that their OTI was requested for. */
export function resetsOf(evidence: Evidence): Reset[] {
  const emails = new Map(
    exchangesOf(evidence, 'POST /auth/forgot-password').map(({ request, response }) => [
      response.body?.data?.oti as string | undefined,
      (request.body as { email: string }).email,
    ]),
  )
  const ids = idsByEmail(evidence)
  return exchangesOf(evidence, RESET).flatMap(({ request, response, startedAt, endedAt }) => {
    const { otp, oti, new_password } = request.body as Record<string, string>
    const userIds = ids.get(emails.get(oti) ?? '') ?? []
    if (response.status !== 200 && response.status < 500) return []
    const isCertain = response.status === 200
    const about = { otp: otp ?? '', newPassword: new_password ?? '', isCertain }
    return userIds.map((userId) => ({ userId, ...about, startedAt, endedAt }))
  })
}

/** The accounts of an e-mail address: a deleted one may be followed by another. */
function idsByEmail(evidence: Evidence): Map<string, string[]> {
  const users = [
    ...profilesOf(evidence.state),
    ...evidence.exchanges.flatMap(({ response }) => response.body?.data?.user ?? []),
  ]
  const groups = Map.groupBy(users, ({ email }) => email as string)
  return new Map([...groups].map(([email, all]) => [email, [...new Set(all.map(({ id }) => id))]]))
}

/** Responses other than 401 or 5xx to a token that is older than a reset. */
function outliving(evidence: Evidence): string[] {
  const openedAt = new Map(sessionsOf(evidence).map((session) => [session.token, session]))
  return resetsOf(evidence)
    .filter(({ isCertain }) => isCertain)
    .flatMap(({ userId, startedAt, endedAt }) =>
      evidence.exchanges
        .filter((one) => {
          const token = tokenOf(one) ?? ''
          const isOlder = (openedAt.get(token)?.openedAt ?? Number.POSITIVE_INFINITY) < startedAt
          const { status } = one.response
          const isAccepted = status !== 401 && status < 500
          const isTheirs = parseToken(token)?.userId === userId
          return isTheirs && isOlder && isAccepted && one.startedAt > endedAt
        })
        .map((one) => `${one.request.path} → ${one.response.status} for ${userId} after a reset`),
    )
}

/** Resets whose OTP no SMS had, or not one to a phone that the account may have had. */
function unproven(evidence: Evidence): string[] {
  const phones = new Map<string, Set<string>>()
  for (const exchange of exchangesOf(evidence, 'POST /users/verify-phone-otp')) {
    const userId = parseToken(tokenOf(exchange) ?? '')?.userId ?? ''
    const { value } = (exchange.request.body as { phone_number: { value: string } }).phone_number
    if (exchange.response.status !== 200 && exchange.response.status < 500) continue
    phones.set(userId, (phones.get(userId) ?? new Set()).add(`+91${value}`))
  }
  return [...Map.groupBy(resetsOf(evidence), ({ otp }) => otp)]
    .filter(([, [first]]) => first?.isCertain)
    .flatMap(([otp, resets]) => {
      const sms = evidence.messages.find((message) => codeIn(message) === otp)
      const isTheirs = resets.some(({ userId }) => sms && phones.get(userId)?.has(sms.to))
      return isTheirs
        ? []
        : [`a reset of ${resets[0]?.userId} had an OTP that their phone never got`]
    })
}

/** SMS that were sent twice, and more SMS than requests. */
function superfluousSms(evidence: Evidence): string[] {
  const codes = evidence.messages.flatMap((message) => codeIn(message) ?? [])
  const twice = codes.filter((code, index) => codes.indexOf(code) !== index)
  const accepted = exchangesOf(evidence, 'POST /auth/forgot-password').filter(
    ({ response: { status } }) => status === 200 || status >= 500,
  ).length
  return [
    ...twice.map(() => 'an OTP of a recovery was sent twice'),
    ...(codes.length > accepted ? [`${codes.length} SMS for ${accepted} recoveries`] : []),
  ]
}

/** The invariants of password recovery. */
export const recoveryInvariants: readonly Invariant[] = [
  { number: 30, promise: 'No session outlives a reset of its password', violations: outliving },
  {
    number: 31,
    promise: 'No password is reset without an OTP that was sent to the account’s phone',
    violations: unproven,
  },
  { number: 32, promise: 'A recovery sends at most one SMS', violations: superfluousSms },
]
