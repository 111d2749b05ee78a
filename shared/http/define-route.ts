import type * as z from 'zod/mini'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import type { ApiErrorClass } from '../errors.ts'
import type { FunctionContract } from '../function-contract.ts'
import type { Envelope } from './envelope.ts'
import type { Upload } from './multipart-file.ts'
import type { Page } from './pagination.ts'

/**
 * How a route knows its caller. `none`: it does not. `session`: the profile is read first and given
 * to the handler. `guard`: nothing is read before; the handler proves the session itself, by the
 * condition of its write or beside what it reads.
 */
export type Authentication = 'none' | 'session' | 'guard'

type Fields = z.ZodMiniObject

/** A route's contract: all that is said about it. Method and path are the file's name. */
export interface Route extends FunctionContract {
  readonly authentication: Authentication
  readonly envelope: Envelope
  /** HTTP status of a success. @default 200 */
  readonly status?: 200 | 201
  readonly headers?: Fields
  readonly query?: Fields
  readonly body?: z.ZodMiniType
  /** The file that it takes, in the place of a body. */
  readonly upload?: Upload
  /** What the handler answers, before the envelope; of a page, its `data`. */
  readonly response: z.ZodMiniType
  /** Whether the handler answers a page: `{data, pagination}`. @default false */
  readonly paginated?: boolean
  /** Errors of this route's own; those of the stack (1000, 1001, 1006 …) go without saying. */
  readonly errors: readonly ApiErrorClass[]
}

type Output<S> = S extends z.ZodMiniType ? z.output<S> : undefined

interface ByAuthentication {
  none: object
  guard: { caller: Caller }
  session: { caller: Caller; user: User }
}

/** What a handler is given: the validated request and, by `authentication`, who calls. */
export type RouteRequest<R extends Route> = {
  method: string
  path: string
  /** The client's address as caps count it, as CloudFront or API Gateway saw it. */
  ip: string
  headers: Output<R['headers']>
  query: Output<R['query']>
  body: Output<R['body']>
  /** The bytes of `upload`. */
  file: R['upload'] extends Upload ? Buffer : undefined
} & ByAuthentication[R['authentication']]

/** What a handler answers: a value of the route's response, or a page of it. */
export type RouteAnswer<R extends Route> = R extends { paginated: true }
  ? Page<z.input<R['response']>>
  : z.input<R['response']>

/** Declares a route's contract, keeping its exact types for the handler. */
export function defineRoute<const R extends Route>(route: R): R {
  return route
}
