import type { ApiRequest, ApiResponse } from '../support/api-request.ts'
import { type OpenedAccount, openAccount } from './client.ts'
import type { World } from './world.ts'

/** One thing that somebody wants done, by a function that will crash while it does it. */
export interface CrashCase {
  readonly name: string
  /** Part of the function's name. */
  readonly function: string
  /** Makes ready for one try, and answers how it is started and known to have gone well. */
  readonly prepare: (world: World) => Promise<CrashTry>
}

/** One try of it. */
export interface CrashTry {
  /** What the client sends, again and again until it is told that all is well. */
  readonly request?: ApiRequest
  /** Instead of a request: wakes the worker. */
  readonly wake?: () => Promise<unknown>
  /** Whether the client of the documents takes an answer for success; a retry's, too. */
  readonly isDone?: (answer: ApiResponse, isRetry: boolean) => boolean
  /** What is wrong afterwards, in words. */
  readonly problem?: () => Promise<string | undefined>
}

/** A case of one account and one request of it. */
export function byAccount(
  name: string,
  functionPart: string,
  make: (account: OpenedAccount, world: World) => CrashTry | Promise<CrashTry>,
): CrashCase {
  const prepare = async (world: World) => await make(await openAccount(world), world)
  return { name, function: functionPart, prepare }
}
