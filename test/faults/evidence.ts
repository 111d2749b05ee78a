import type { InboxMessage } from '../../infra/local/services/sns/sms-inbox.ts'
import type { Attempt } from '../../shared/mcq-stats/attempt.ts'
import type { Injection, ObservedCall } from './faulty-aws.ts'
import { readState, type StoredState } from './stored-state.ts'
import type { Exchange, OpenedSession, World } from './world.ts'

/** All that the invariants are held against. */
export interface Evidence {
  readonly state: StoredState
  readonly exchanges: readonly Exchange[]
  /** Sessions that were opened past the API. */
  readonly opened: readonly OpenedSession[]
  readonly calls: readonly ObservedCall[]
  readonly injections: readonly Injection[]
  readonly messages: readonly InboxMessage[]
  readonly lines: readonly string[]
  /** What was put into the queue, each as often as it was. */
  readonly attempts: readonly Attempt[]
  /** What clients were told by their last syncs, once nothing was written any more. */
  readonly synced: readonly SyncedRows[]
  /** The id of the function that answers a route, by its key. */
  readonly functionOf: (routeKey: string) => string
}

/** The rows of a user that a client has in the end. */
export interface SyncedRows {
  readonly userId: string
  /** How it read: following writers all the while, or once, afterwards. */
  readonly how: string
  readonly rows: ReadonlyMap<string, Record<string, number>>
  /** Page by page, as received: rows and what was said of further ones. */
  readonly pages: readonly { ids: readonly string[]; limit: number; hasMore: boolean }[]
}

/** Gathers what is stored and what was seen. */
export async function gather(world: World, synced: readonly SyncedRows[]): Promise<Evidence> {
  const [state, messages] = await Promise.all([readState(world), world.messages()])
  const { exchanges, opened, attempts, lines } = world
  const { calls, injections } = world.aws
  const functionOf = (routeKey: string) => world.functionOf(toFunctionId(routeKey))
  const seen = { exchanges, opened, attempts, lines, calls, injections }
  return { ...seen, state, messages, synced, functionOf }
}

/** `METHOD /path` of a request. */
export function routeKeyOf({ request }: Exchange): string {
  return `${request.method} ${request.path.split('?')[0]}`
}

/** The exchanges of a route, by its key. */
export function exchangesOf({ exchanges }: Evidence, routeKey: string): Exchange[] {
  return exchanges.filter((one) => routeKeyOf(one) === routeKey)
}

/** Every session that was opened. */
export function sessionsOf({
  exchanges,
  opened,
}: Pick<Evidence, 'exchanges' | 'opened'>): OpenedSession[] {
  const told = exchanges.flatMap(({ answer, endedAt }) => {
    const data = answer.body?.data
    if (!data?.access_token) return []
    return [{ token: data.access_token, userId: data.user.id, openedAt: endedAt }]
  })
  return [...opened, ...told]
}

/** The accounts that were deleted, and when that was answered. */
export function deletionsOf(evidence: Evidence): Map<string, number> {
  const deleted = exchangesOf(evidence, 'DELETE /users').filter(
    ({ answer }) => answer.status === 200,
  )
  return new Map(deleted.map(({ answer, endedAt }) => [answer.body.data.id, endedAt]))
}

/** The token that a request carries. */
export function tokenOf({ request }: Exchange): string | undefined {
  return request.headers?.authorization?.replace(/^bearer /i, '')
}

/** `POST /users/send-phone-otp` is answered by the function `UsersSendPhoneOtpPost`. */
function toFunctionId(routeKey: string): string {
  const [method = '', path = ''] = routeKey.split(' ')
  const words = path === '/users' ? ['users', 'index'] : path.split(/[/-]/).filter(Boolean)
  return [...words, method.toLowerCase()]
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join('')
}
