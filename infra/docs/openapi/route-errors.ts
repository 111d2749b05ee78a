import { UnauthorizedError } from '../../../shared/accounts/errors.ts'
import {
  type ApiErrorClass,
  ServiceUnavailableError,
  UnsupportedMediaTypeError,
  ValidationFailedError,
} from '../../../shared/errors.ts'
import type { ErrorDocs } from '../../../shared/feature-docs.ts'
import type { Route } from '../../../shared/http/define-route.ts'
import type { RouteDocs } from '../../../shared/http/describe-route.ts'
import { InternalError, PayloadTooLargeError } from '../../../shared/http/errors.ts'
import { documentedErrors } from './features.ts'

const hasBody = ({ body, upload }: Route) => body !== undefined || upload !== undefined
const hasInput = (route: Route) =>
  hasBody(route) || route.query !== undefined || route.headers !== undefined

/** The errors of the shared middlewares, each with a test for the routes that can return it. */
export const middlewareErrors: ReadonlyMap<ApiErrorClass, (route: Route) => boolean> = new Map<
  ApiErrorClass,
  (route: Route) => boolean
>([
  [InternalError, () => true],
  [UnauthorizedError, ({ authentication }) => authentication !== 'none'],
  [ValidationFailedError, hasInput],
  [PayloadTooLargeError, hasBody],
  [UnsupportedMediaTypeError, hasBody],
  [ServiceUnavailableError, () => true],
])

/** Every error that a route can return, from the middlewares or the handler, ordered by code. */
export function errorsOf(route: Route, docs: RouteDocs): ErrorDocs[] {
  const ofMiddlewares = [...middlewareErrors].filter(([, canOccur]) => canOccur(route))
  return [...ofMiddlewares.map(([errorClass]) => errorClass), ...route.errors]
    .map((errorClass) => findErrorDocs(errorClass, docs))
    .sort((one, other) => one.error.code - other.error.code)
}

/** Finds the docs of an error: the route's own if it has some, else those of the error's feature. */
export function findErrorDocs({ code, name }: ApiErrorClass, docs?: RouteDocs): ErrorDocs {
  const found = [...(docs?.errors ?? []), ...documentedErrors].find(
    ({ error }) => error.code === code,
  )
  if (!found) throw new Error(`${name} is not documented: add it to the docs.ts of its feature`)
  return found
}
