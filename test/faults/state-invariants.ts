import { verifyPassword } from '../../shared/accounts/password.ts'
import type { User } from '../../shared/accounts/user.ts'
import { PASSWORD } from '../support/accounts.ts'
import type { ApiRequest } from '../support/api-request.ts'
import { deletionsOf, type Evidence, exchangesOf, sessionsOf } from './evidence.ts'
import type { Invariant } from './invariant.ts'
import { resetsOf } from './recovery-invariants.ts'
import { byKey, openTombstones, profilesOf } from './stored-state.ts'

/** Claims and profiles that contradict each other. */
function claimViolations({ state }: Evidence, prefix: string, of: 'email' | 'phone'): string[] {
  const claims = byKey(state, prefix)
  const profiles = profilesOf(state)
  const unclaimed = profiles.flatMap((user) => {
    const value = user[of]
    if (value === undefined || claims.get(value)?.userId === user.id) return []
    return [`${user.id} has the ${of} ${value}, whose claim is of ${claims.get(value)?.userId}`]
  })
  const orphaned = [...claims].flatMap(([value, { userId }]) => {
    const owner = profiles.find(({ id }) => id === userId)
    return owner?.[of] === value ? [] : [`the claim of ${value} is of ${userId}, who lacks it`]
  })
  return [...unclaimed, ...orphaned]
}

/** Everything that mentions a user, except texts of reports and the closed tombstone. */
function tracesOf({ state }: Evidence, userId: string): string[] {
  const { users, otps, stats, reports, objects } = state
  return [
    ...[...users, ...otps, ...stats]
      .filter((item) => JSON.stringify(item).includes(userId) && item.purge !== 'PURGED')
      .map(({ pk, sk = '' }) => `${pk} ${sk}`),
    ...reports.filter((report) => report.userId === userId).map(({ pk }) => `report ${pk}`),
    ...objects.filter((key) => key.startsWith(userId)),
  ]
}

/** Every password in a request that opens this account or changes its password. */
function passwordsOf(evidence: Evidence, user: User): Set<string> {
  const requests = evidence.exchanges.map(({ request }) => request)
  const resets = resetsOf(evidence).filter(({ userId }) => userId === user.id)
  return new Set([
    ...requests.flatMap((request) => passwordsIn(request, user)),
    ...resets.map(({ newPassword }) => newPassword),
  ])
}

/** The passwords in a registration or login of this user, or in their request to the portal's route. */
function passwordsIn({ path, headers, body }: ApiRequest, { id, email }: User): string[] {
  const given = (body ?? {}) as Record<string, unknown>
  if (given.email === email && typeof given.password === 'string') return [given.password]
  const isTheirs = path.startsWith('/app/') && headers?.authorization?.includes(`ua_${id}`)
  return isTheirs ? Object.values(given.user ?? {}).map(String) : []
}

async function passwordViolations(evidence: Evidence): Promise<string[]> {
  const violations: string[] = []
  for (const user of profilesOf(evidence.state)) {
    const given = passwordsOf(evidence, user)
    if (given.size === 0) continue
    const all = [...given.add(PASSWORD)].map((one) => verifyPassword(one, user.passwordHash))
    const count = (await Promise.all(all)).filter(({ matches }) => matches).length
    if (count !== 1) violations.push(`${count} passwords open ${user.id}`)
  }
  return violations
}

/** The invariants of the stored state when no work is in progress. */
export const stateInvariants: readonly Invariant[] = [
  {
    number: 1,
    promise: 'At most one account has a phone; claim and profile agree',
    violations: (evidence) => claimViolations(evidence, 'PHONE#', 'phone'),
  },
  {
    number: 2,
    promise: 'At most one account has an e-mail address; claim and profile agree',
    violations: (evidence) => claimViolations(evidence, 'EMAIL#', 'email'),
  },
  {
    number: 5,
    promise: 'An OTI has at most five tries',
    violations: ({ state }) =>
      state.otps
        .filter(({ proof, tries }) => proof && Number(tries ?? 0) > 5)
        .map(({ pk, sk }) => `${pk} ${sk} has more than five tries`),
  },
  {
    number: 11,
    promise: 'No data of a deleted user comes back',
    violations: (evidence) =>
      [...deletionsOf(evidence).keys()].flatMap((id) =>
        tracesOf(evidence, id).map((trace) => `${id} was deleted, and there is ${trace}`),
      ),
  },
  {
    number: 12,
    promise: 'A deletion is all or nothing',
    violations: (evidence) => {
      const ids = new Set(sessionsOf(evidence).map(({ userId }) => userId))
      const profiles = new Set(profilesOf(evidence.state).map(({ id }) => id))
      return [...ids]
        .filter((id) => !profiles.has(id))
        .flatMap((id) => tracesOf(evidence, id).map((trace) => `${id} is gone except for ${trace}`))
    },
  },
  {
    number: 13,
    promise: 'Every tombstone is closed in the end',
    violations: ({ state }) => [...openTombstones(state).keys()].map((id) => `${id} is not purged`),
  },
  {
    number: 17,
    promise: 'updated_at increases with every commit',
    violations: ({ state }) => {
      const heads = state.stats.filter(({ sk }) => sk === 'HEAD')
      return heads.flatMap(({ pk, lastUpdatedAt }) => {
        const days = state.stats.filter((item) => item.pk === pk && item.sk?.startsWith('DAY#'))
        const positions = days.map(({ updatedAt }) => Number(updatedAt))
        const twice = new Set(positions).size < positions.length
        if (!twice && Math.max(...positions) === lastUpdatedAt) return []
        return [`${pk} has positions ${positions} and the head ${lastUpdatedAt}`]
      })
    },
  },
  {
    number: 22,
    promise: 'The picture of a profile exists',
    violations: ({ state }) =>
      profilesOf(state).flatMap(({ id, picture }) =>
        !picture || state.objects.includes(picture.key) ? [] : [`${id} shows ${picture.key}`],
      ),
  },
  {
    number: 23,
    promise: 'A picture is stored under its user, and only that user shows it',
    violations: ({ state }) =>
      profilesOf(state)
        .filter(({ id, picture }) => picture && !picture.key.startsWith(`${id}/`))
        .map(({ id, picture }) => `${id} shows ${picture?.key}`),
  },
  {
    number: 28,
    promise: 'Exactly one password opens an account',
    violations: passwordViolations,
  },
]

/** The number of requests for an SMS to a phone that were not refused. */
export function acceptedSends(evidence: Evidence, tenDigits: string): number {
  return exchangesOf(evidence, 'POST /users/send-phone-otp').filter(({ request, response }) => {
    const { phone_number } = request.body as { phone_number: { value: string } }
    return (
      phone_number.value.endsWith(tenDigits) && (response.status === 200 || response.status >= 500)
    )
  }).length
}
