import * as fc from 'fast-check'
import type { LoadedRoute } from '../../../infra/functions/load-functions.ts'
import { as, type OpenedAccount, openAccount } from '../client.ts'
import { readState } from '../stored-state.ts'
import type { World } from '../world.ts'
import { hasChanged, problemOf, requestsOf } from './bad-requests.ts'

/** Routes that end the session of the token. */
const ENDS = ['DELETE /users', 'POST /auth/logout']

/**
 * Sends valid, invalid and hostile requests to a route. No response may be a 5xx or lack the envelope,
 * and a refused request may change nothing.
 * @throws Error of fast-check with the smallest request that breaks this.
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
    const response = await world.call(request)
    const problem = problemOf(route, response)
    if (problem) throw new Error(problem)
    const after = await readState(world)
    const isRefused = response.status >= 400 || Boolean(response.body?.error)
    const isChanged = hasChanged(before, after)
    before = after
    if (isRefused && isChanged)
      throw new Error(`it was refused with ${response.status} but changed the stored data`)
    if (!isRefused && ENDS.includes(route.routeKey)) {
      account = await openAccount(world)
      before = await readState(world)
    }
  })
  await fc.assert(property, { seed, numRuns: runs, interruptAfterTimeLimit: 60_000 })
}
