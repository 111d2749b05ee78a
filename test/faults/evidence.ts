import type { InboxMessage } from '../../infra/local/services/sns/sms-inbox.ts'
import type { Attempt } from '../../shared/mcq-stats/attempt.ts'
import type { Injection, ObservedCall } from './faulty-aws.ts'
import { readState, type StoredState } from './stored-state.ts'
import type { Exchange, OpenedSession, World } from './world.ts'

/** Everything that the invariants are checked against. */
export interface Evidence {
  readonly state: StoredState
  readonly exchanges: readonly Exchange[]
  /** Sessions that were created without the API. */
  readonly opened: readonly OpenedSession[]
  readonly calls: readonly ObservedCall[]
  readonly injections: readonly Injection[]
  readonly messages: readonly InboxMessage[]
  readonly lines: readonly string[]
  /** Attempts as sent to the queue, repetitions included. */
  readonly attempts: readonly Attempt[]
  /** What clients have after their last sync, when nothing is written any more. */
  readonly synced: readonly SyncedRows[]
  /** Returns the name of the function of a route key. */
  readonly functionOf: (routeKey: string) => string
}

/** The rows that a client has after its syncs. */
export interface SyncedRows {
  readonly userId: string
  /** `once` when it synced after all writes, else the device that synced during them. */
  readonly how: string
  readonly rows: ReadonlyMap<string, Record<string, number>>
  /** The pages in the order received. */
  readonly pages: readonly { ids: readonly string[]; limit: number; hasMore: boolean }[]
}

/** Collects the stored state and everything that was observed. */
export async function gather(world: World, synced: readonly SyncedRows[]): Promise<Evidence> {
  const [state, messages] = await Promise.all([readState(world), world.messages()])
  const { exchanges, opened, attempts, lines } = world
  const { calls, injections } = world.aws
  const functionOf = (routeKey: string) => world.functionOf(toFunctionId(routeKey))
  const seen = { exchanges, opened, attempts, lines, calls, injections }
  return { ...seen, state, messages, synced, functionOf }
}

/** The route key of an exchange: `METHOD /path`. */
export function routeKeyOf({ request }: Exchange): string {
  return `${request.method} ${request.path.split('?')[0]}`
}

/** The exchanges of one route. */
export function exchangesOf({ exchanges }: Evidence, routeKey: string): Exchange[] {
  return exchanges.filter((one) => routeKeyOf(one) === routeKey)
}

/** Every session, created by a response or directly. */
export function sessionsOf({
  exchanges,
  opened,
}: Pick<Evidence, 'exchanges' | 'opened'>): OpenedSession[] {
  const received = exchanges.flatMap(({ response, endedAt }) => {
    const data = response.body?.data
    if (!data?.access_token) return []
    return [{ token: data.access_token, userId: data.user.id, openedAt: endedAt }]
  })
  return [...opened, ...received]
}

/** The ids of deleted accounts, with the time of the response. */
export function deletionsOf(evidence: Evidence): Map<string, number> {
  const deleted = exchangesOf(evidence, 'DELETE /users').filter(
    ({ response }) => response.status === 200,
  )
  return new Map(deleted.map(({ response, endedAt }) => [response.body.data.id, endedAt]))
}

/** The token of a request. */
export function tokenOf({ request }: Exchange): string | undefined {
  return request.headers?.authorization?.replace(/^bearer /i, '')
}

/** Converts a route key such as `POST /users/send-phone-otp` to `UsersSendPhoneOtpPost`. */
function toFunctionId(routeKey: string): string {
  const [method = '', path = ''] = routeKey.split(' ')
  const words = path === '/users' ? ['users', 'index'] : path.split(/[/-]/).filter(Boolean)
  return [...words, method.toLowerCase()]
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join('')
}
