import type * as z from 'zod/mini'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import type { ApiErrorClass } from '../errors.ts'
import type { FunctionContract } from '../function-contract.ts'
import type { Envelope } from './envelope.ts'
import type { Upload } from './multipart-file.ts'
import type { Page } from './pagination.ts'

/**
 * How a route authenticates its caller. `none`: not at all. `session`: a middleware reads the profile, and the
 * handler receives it. `handler`: the handler checks the session itself, by a condition of its write or in parallel
 * with its reads. That saves a round trip.
 */
export type Authentication = 'none' | 'session' | 'handler'

type Fields = z.ZodMiniObject

/** A route's contract: what it accepts and returns, and its permissions. The route file's name is method and path. */
export interface Route extends FunctionContract {
  readonly authentication: Authentication
  readonly envelope: Envelope
  /**
   * Whether the client's network is logged with every request that is accepted or refused, not only with a 401 or 429. For
   * routes that lead to an SMS, so that an attacker who stays below the limits can be found. @default false
   */
  readonly logsNetwork?: boolean
  /** HTTP status of a success. @default 200 */
  readonly status?: 200 | 201
  readonly headers?: Fields
  readonly query?: Fields
  readonly body?: z.ZodMiniType
  /** The uploaded file, on a route that takes a file instead of a JSON body. */
  readonly upload?: Upload
  /** What the handler returns, before it is wrapped in the envelope. For a page: the `data` of the page. */
  readonly response: z.ZodMiniType
  /** Whether the handler returns a page: `{data, pagination}`. @default false */
  readonly paginated?: boolean
  /** The route's own errors, without those of the middleware stack (InternalError, ValidationFailedError …). */
  readonly errors: readonly ApiErrorClass[]
}

/** The type of a value after a schema has parsed it. */
type Output<S> = S extends z.ZodMiniType ? z.output<S> : undefined

/** What a handler receives of the caller, by the route's `authentication`. */
interface ByAuthentication {
  none: object
  handler: { caller: Caller }
  session: { caller: Caller; user: User }
}

/** The argument of a handler: the validated request and, depending on `authentication`, the caller. */
export type RouteRequest<R extends Route> = {
  method: string
  path: string
  /** The client's IPv4 address or IPv6 /64 (see client-network.ts), for the rate limits. */
  network: string
  headers: Output<R['headers']>
  query: Output<R['query']>
  body: Output<R['body']>
  /** The bytes of `upload`. */
  file: R['upload'] extends Upload ? Buffer : undefined
} & ByAuthentication[R['authentication']]

/** What a handler returns: a value of the route's `response` schema or, on a paginated route, a page of it. */
export type RouteResult<R extends Route> = R extends { paginated: true }
  ? Page<z.input<R['response']>>
  : z.input<R['response']>

/** Declares a route's contract. Returns it unchanged, with its exact type, from which the handler's types follow. */
export function defineRoute<const R extends Route>(route: R): R {
  return route
}
