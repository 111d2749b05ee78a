import { UnauthorizedError } from '../../../shared/accounts/errors.ts'
import {
  type ApiErrorClass,
  ServiceUnavailableError,
  UnsupportedMediaTypeError,
  ValidationFailedError,
} from '../../../shared/errors.ts'
import type { Route } from '../../../shared/http/define-route.ts'
import { InternalError, PayloadTooLargeError } from '../../../shared/http/errors.ts'
import { type DocumentedError, documentedErrors, pictureErrors } from './errors.ts'

/** Every error that a route can answer: its own, and those of the stack that can occur on it. */
export function errorsOf(route: Route): DocumentedError[] {
  const hasBody = route.body !== undefined || route.upload !== undefined
  const hasInput = hasBody || route.query !== undefined || route.headers !== undefined
  const classes: ApiErrorClass[] = [
    InternalError,
    ServiceUnavailableError,
    ...(route.authentication === 'none' ? [] : [UnauthorizedError]),
    ...(hasInput ? [ValidationFailedError] : []),
    ...(hasBody ? [PayloadTooLargeError, UnsupportedMediaTypeError] : []),
    ...route.errors,
  ]
  const documented = [...(route.upload ? pictureErrors : []), ...documentedErrors]
  return classes
    .map((errorClass) => findDocumented(errorClass, documented))
    .sort((one, other) => one.error.code - other.error.code)
}

function findDocumented(
  { code, name }: ApiErrorClass,
  documented: readonly DocumentedError[],
): DocumentedError {
  const found = documented.find(({ error }) => error.code === code)
  if (!found)
    throw new Error(`${name} is not in infra/docs/openapi/errors.ts: give it an example there`)
  return found
}
