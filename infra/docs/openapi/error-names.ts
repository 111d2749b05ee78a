import type { ApiError } from '../../../shared/errors.ts'

/** The title of an error, e.g. `OTP_INCORRECT`. */
export function titleOf(error: ApiError): string {
  return (error.constructor as typeof ApiError).title
}

/** The name of an error as a component of the document, e.g. `OtpIncorrect`. */
export function componentNameOf(error: ApiError): string {
  return titleOf(error)
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}
