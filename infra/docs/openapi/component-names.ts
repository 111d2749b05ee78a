import type { ApiError } from '../../../shared/errors.ts'

/** The title of an error, e.g. `OTP_INCORRECT`. */
export function titleOf(error: ApiError): string {
  return (error.constructor as typeof ApiError).title
}

/** The name of an error as a component of the document, e.g. `OtpIncorrect`. */
export function componentNameOf(error: ApiError): string {
  return titleOf(error).toLowerCase().split('_').map(toComponentName).join('')
}

/** Capitalizes an operationId or a word, e.g. `updateUserInfo` to `UpdateUserInfo`. */
export function toComponentName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
