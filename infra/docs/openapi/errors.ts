import { UnauthorizedError } from '../../../shared/accounts/errors.ts'
import { UserDeletionFailedError } from '../../../shared/erasure/errors.ts'
import {
  type ApiError,
  ServiceUnavailableError,
  UnsupportedMediaTypeError,
  ValidationFailedError,
} from '../../../shared/errors.ts'
import {
  InternalError,
  MethodNotAllowedError,
  NotFoundError,
  PayloadTooLargeError,
} from '../../../shared/http/errors.ts'
import {
  OtiExpiredError,
  OtpDeliveryFailedError,
  OtpExpiredError,
  OtpIncorrectError,
  PhoneAlreadyOnAccountError,
  PhoneRegisteredElsewhereError,
} from '../../../shared/phone-verification/errors.ts'
import {
  InvalidPasswordError,
  NewPasswordTooShortError,
  PasswordRequiredError,
  PasswordsDoNotMatchError,
} from '../../../shared/portal/errors.ts'
import { UnsupportedPictureError } from '../../../shared/profile-picture/errors.ts'
import { MAX_PICTURE_BYTES } from '../../../shared/profile-picture/limits.ts'
import { RateLimitedError } from '../../../shared/rate-limits/errors.ts'
import { InvalidCredentialsError } from '../../../shared/sessions/errors.ts'
import { EmailAlreadyRegisteredError } from '../../../shared/users/errors.ts'

/** An error as it is thrown, from which its example is made; and when a client meets it. */
export interface DocumentedError {
  readonly error: ApiError
  readonly when: string
}

const REQUEST_ID = 'JKJaXmPLvHcESHA='
const BODY_BYTES = 256 * 1024

/** Every error that a client may see. A route whose error is not among them cannot be documented. */
export const documentedErrors: readonly DocumentedError[] = [
  {
    error: new InternalError(REQUEST_ID),
    when: 'Something went wrong on our side. The id is that of the `x-request-id` header.',
  },
  {
    error: new UnauthorizedError(),
    when: 'The token is missing, malformed, expired or logged out, or its account is gone: which is not told.',
  },
  { error: new NotFoundError(), when: 'No route has this path.' },
  {
    error: new MethodNotAllowedError(['GET']),
    when: 'The path exists, but not with this method. The `allow` header tells which do.',
  },
  {
    error: new RateLimitedError(30),
    when: 'Too many tries. The `retry-after` header tells in how many seconds the next is allowed.',
  },
  {
    error: new ValidationFailedError([
      { path: 'attempt_number', message: 'Too small: expected number to be >=1' },
    ]),
    when: 'The request does not keep to the schema; `details` names everything wrong at once.',
  },
  {
    error: new PayloadTooLargeError(BODY_BYTES),
    when: 'The body has more than 256 KiB.',
  },
  {
    error: new UnsupportedMediaTypeError('application/json'),
    when: 'The body is multipart, and not JSON.',
  },
  {
    error: new ServiceUnavailableError(),
    when: 'The service is busy. The `retry-after` header tells after how many seconds to try again.',
  },
  { error: new OtpIncorrectError(4), when: 'OTP is incorrect; `details` tells the tries left.' },
  { error: new OtpExpiredError(), when: 'OTP has expired: request a new one.' },
  {
    error: new OtiExpiredError(),
    when: 'OTI has expired; so it is with one that is used, out of tries or unknown: request a new OTP.',
  },
  {
    error: new InvalidCredentialsError(),
    when: 'E-mail or password are wrong; which is not told.',
  },
  {
    error: new EmailAlreadyRegisteredError(),
    when: 'Another account has this e-mail address, in whatever case.',
  },
  { error: new PasswordRequiredError(), when: 'The user object is missing the password field.' },
  {
    error: new InvalidPasswordError(),
    when: 'The user entered their current password incorrectly.',
  },
  {
    error: new PasswordsDoNotMatchError(),
    when: 'The newPassword and confPassword fields do not match, or one of them is blank. HTTP 200, as documented.',
  },
  {
    error: new NewPasswordTooShortError(),
    when: 'New password must be at least 8 characters. HTTP 200, as documented.',
  },
  { error: new UserDeletionFailedError(), when: 'User deletion failed; nothing has changed.' },
  {
    error: new PhoneRegisteredElsewhereError(),
    when: 'Phone number already registered to another account.',
  },
  {
    error: new PhoneAlreadyOnAccountError(),
    when: 'Phone number already exists on this account. After an answer that was lost: it went well.',
  },
  {
    error: new OtpDeliveryFailedError(30, undefined),
    when: 'The SMS could not be handed over, or nobody knows whether it was.',
  },
]

/** What some of them mean on a route that takes a picture. */
export const pictureErrors: readonly DocumentedError[] = [
  {
    error: new PayloadTooLargeError(MAX_PICTURE_BYTES, 'file'),
    when: 'The file has more than 4 MiB.',
  },
  {
    error: new UnsupportedPictureError(),
    when: 'The file is no JPEG, PNG or WEBP, or the body is no multipart/form-data.',
  },
  {
    error: new ValidationFailedError([{ path: 'file', message: 'Is required, as a file' }]),
    when: 'The form has no `file` or two, or the file cannot be read as an image.',
  },
]
