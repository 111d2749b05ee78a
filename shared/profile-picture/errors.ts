import { ApiError, type ErrorDetail } from '../errors.ts'

/** The file is not an image of a kind that is taken, whatever its name or type say. */
export class UnsupportedPictureError extends ApiError {
  static override readonly code = 1008
  static override readonly status = 415
  static override readonly title = 'UNSUPPORTED_MEDIA_TYPE'

  constructor() {
    super('Unsupported media type. Expected a JPEG, PNG or WEBP image')
  }
}

/** The file begins like an image but cannot be read as one; `details` tells why. */
export class UnreadablePictureError extends ApiError {
  static override readonly code = 1006
  static override readonly status = 422
  static override readonly title = 'VALIDATION_FAILED'
  override readonly details: readonly ErrorDetail[]

  constructor(message: string) {
    super('Validation failed')
    this.details = [{ path: 'file', message }]
  }
}
