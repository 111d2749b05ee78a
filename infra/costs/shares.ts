import type { Limit } from './limits.ts'
import { examMorning, ordinaryPeak } from './traffic.ts'

/** A limit and the share of it that a number of users needs: 1 is all of it. */
export interface Share {
  readonly limit: Limit
  readonly share: number
}

/** The share of a limit at the busier of two moments: an ordinary peak and the morning of an exam. */
export function shareOf(limit: Limit, users: number): number {
  const moments = [ordinaryPeak(users), examMorning(users)]
  return Math.max(...moments.map((traffic) => limit.demand(traffic))) / limit.value
}

/**
 * The number of users at which a limit is reached. All demands grow in proportion to the users, so it is
 * one division.
 */
export function usersAt(limit: Limit): number {
  return 1 / shareOf(limit, 1)
}

/** The limit with the largest share. @throws Error without limits. */
export function firstLimit(limits: readonly Limit[], users: number): Share {
  const [first] = limits
    .map((limit) => ({ limit, share: shareOf(limit, users) }))
    .sort((one, other) => other.share - one.share)
  if (!first) throw new Error('There are no limits')
  return first
}
