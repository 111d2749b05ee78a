import { UnsupportedMediaTypeError, ValidationFailedError } from '../errors.ts'

/** The file is not an image of a kind that is taken, whatever its name or type say. */
export class UnsupportedPictureError extends UnsupportedMediaTypeError {
  constructor() {
    super('a JPEG, PNG or WEBP image')
  }
}

/** The file begins like an image but cannot be read as one; `details` tells why. */
export class UnreadablePictureError extends ValidationFailedError {
  constructor(message: string) {
    super([{ path: 'file', message }])
  }
}
