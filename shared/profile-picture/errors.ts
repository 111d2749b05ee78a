import { UnsupportedMediaTypeError, ValidationFailedError } from '../errors.ts'

/** The file is not a JPEG, PNG or WEBP, whatever its name or content type. */
export class UnsupportedPictureError extends UnsupportedMediaTypeError {
  constructor() {
    super('a JPEG, PNG or WEBP image')
  }
}

/** The file has the signature of a supported format but cannot be decoded. `details` has the reason. */
export class UnreadablePictureError extends ValidationFailedError {
  constructor(message: string) {
    super([{ path: 'file', message }])
  }
}
