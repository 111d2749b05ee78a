import { newObjectId } from '../../shared/object-id.ts'
import { as, openAccount, requests, uploadRequest } from '../faults/client.ts'
import type { World } from '../faults/world.ts'
import { freshEmail, PASSWORD } from '../support/accounts.ts'
import type { ApiRequest } from '../support/api-request.ts'
import { Random } from '../support/random.ts'

/** A user of the load test, with the state of their device. */
interface LoadUser {
  readonly email: string
  token: string
  cursor?: string
}

/** Updates the state of the device from a response. */
interface Learned {
  readonly pagination?: { readonly next_cursor: string | null }
  readonly data?: { readonly access_token?: string; readonly user?: { readonly email: string } }
}

type Make = (user: LoadUser, random: Random) => ApiRequest | Promise<ApiRequest>

/** The requests of a usual day with their weights: the app is opened and synced, and sometimes changes data. */
const mix: readonly (readonly [weight: number, make: Make])[] = [
  [30, ({ token }) => requests.me(token)],
  [25, ({ token, cursor }) => requests.sync(token, 50, cursor)],
  [10, ({ token }, random) => requests.patchInfo(token, { attempt_number: 1 + random.below(9) })],
  [8, ({ token }) => requests.member(token)],
  [5, ({ email }) => requests.login(email, PASSWORD)],
  [
    5,
    ({ token }) => requests.report(token, newObjectId(), 'The explanation is of another article'),
  ],
  [3, async ({ token }, random) => await uploadRequest(token, 200 + random.below(200), 300)],
  [3, ({ token }, random) => requests.send(token, String(6_000_000_000 + random.below(2 ** 31)))],
  [3, ({ token }) => requests.verify(token, '9876543210', newObjectId(), '123456')],
  [3, ({ token }) => as(token, { method: 'PATCH', path: '/users/info', body: {} })],
  [2, () => requests.register(freshEmail(), PASSWORD, 'John')],
  // An attacker who guesses passwords gets 429.
  [2, () => requests.login('guessed@example.com', 'wrong horse')],
  [1, () => ({ method: 'GET', path: '/nowhere' })],
]

/** Draws requests by weight. A user's requests depend on their earlier responses. */
export class Traffic {
  readonly #random: Random
  readonly #users: LoadUser[] = []
  readonly #deck: readonly Make[]

  constructor(seed: number) {
    this.#random = new Random(seed)
    this.#deck = mix.flatMap(([weight, make]) => Array.from({ length: weight }, () => make))
  }

  /** Creates accounts, some with stats to sync. */
  async open(world: World, count: number): Promise<void> {
    for (let index = 0; index < count; index++) this.#users.push(await openAccount(world))
  }

  /** Returns the next request, and what to do with the body of its response. */
  async next(): Promise<{ request: ApiRequest; learn: (body: unknown) => void }> {
    const user = this.#random.pick(this.#users)
    const request = await this.#random.pick(this.#deck)(user, this.#random)
    return {
      request,
      learn: (body) => {
        const { pagination, data } = (body ?? {}) as Learned
        if (pagination?.next_cursor) user.cursor = pagination.next_cursor
        // Ten more logins end the session of this token.
        if (data?.access_token && data.user?.email === user.email) user.token = data.access_token
      },
    }
  }
}
