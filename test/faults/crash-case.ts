import type { ApiRequest, ApiResponse } from '../support/api-request.ts'
import { type OpenedAccount, openAccount } from './client.ts'
import type { World } from './world.ts'

/** A piece of work of a function that crashes during it. */
export interface CrashCase {
  readonly name: string
  /** Part of the function's name. */
  readonly function: string
  /** Prepares one try. */
  readonly prepare: (world: World) => Promise<CrashTry>
}

/** How one try is started, and what shows that it succeeded. */
export interface CrashTry {
  /** The request that the client repeats until it succeeds. */
  readonly request?: ApiRequest
  /** Starts the worker, instead of a request. */
  readonly wake?: () => Promise<unknown>
  /** Whether a client takes the response as success, by the documents' rules for retries. */
  readonly isDone?: (response: ApiResponse, isRetry: boolean) => boolean
  /** Describes what is wrong afterwards. */
  readonly problem?: () => Promise<string | undefined>
}

/** A case with one account and one request. */
export function byAccount(
  name: string,
  functionPart: string,
  make: (account: OpenedAccount, world: World) => CrashTry | Promise<CrashTry>,
): CrashCase {
  const prepare = async (world: World) => await make(await openAccount(world), world)
  return { name, function: functionPart, prepare }
}
