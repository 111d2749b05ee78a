import * as fc from 'fast-check'
import type { LoadedRoute } from '../../../infra/functions/load-functions.ts'
import { as, type OpenedAccount, openAccount } from '../client.ts'
import { readState } from '../stored-state.ts'
import type { World } from '../world.ts'
import { hasChanged, problemOf, requestsOf } from './bad-requests.ts'

/** Requests after which a token is good for nothing more. */
const ENDS = ['DELETE /users', 'POST /auth/logout']

/**
 * Sends a route requests of every kind. None may be answered with a 5xx or outside of the envelope,
 * and what is refused may change nothing.
 * @throws Error of fast-check, with the smallest request that does.
 */
export async function sendBadInput(
  world: World,
  route: LoadedRoute,
  { seed, runs }: { seed: number; runs: number },
): Promise<void> {
  let account: OpenedAccount = await openAccount(world)
  let before = await readState(world)
  const property = fc.asyncProperty(requestsOf(route), async (given) => {
    const request = route.contract.authentication === 'none' ? given : as(account.token, given)
    const answer = await world.call(request)
    const problem = problemOf(route, answer)
    if (problem) throw new Error(problem)
    const after = await readState(world)
    const isRefused = answer.status >= 400 || Boolean(answer.body?.error)
    const isChanged = hasChanged(before, after)
    before = after
    if (isRefused && isChanged)
      throw new Error(`refused with ${answer.status}, it has changed what is stored`)
    if (!isRefused && ENDS.includes(route.routeKey)) {
      account = await openAccount(world)
      before = await readState(world)
    }
  })
  await fc.assert(property, { seed, numRuns: runs, interruptAfterTimeLimit: 60_000 })
}
