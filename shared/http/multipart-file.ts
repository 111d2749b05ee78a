import { UnsupportedMediaTypeError, ValidationFailedError } from '../errors.ts'
import { PayloadTooLargeError } from './errors.ts'
import { isFormData, MalformedMultipartError, type Part, parseMultipart } from './multipart.ts'

/** How a route takes a file. It holds its own reader, so that only such a route's bundle has it. */
export interface Upload {
  /** The form field. */
  readonly field: string
  readonly maxBytes: number
  /** The file of a body, whatever its filename and its content-type say. */
  read(contentType: string | undefined, body: Buffer): Buffer
}

/**
 * A file as the one part `field` of a multipart/form-data body; other fields are ignored.
 * Its `read` throws UnsupportedMediaTypeError when the body is no such form, ValidationFailedError
 * when the form is malformed or does not have the file exactly once, and PayloadTooLargeError.
 */
export function multipartFile(field: string, maxBytes: number): Upload {
  return {
    field,
    maxBytes,
    read: (contentType = '', body) => {
      if (!isFormData(contentType)) throw new UnsupportedMediaTypeError('multipart/form-data')
      const [file, another] = parse(contentType, body).filter(({ name }) => name === field)
      if (!file) throw invalid(field, 'Is required, as a file')
      if (another) throw invalid(field, 'Must be given once')
      if (file.content.length === 0) throw invalid(field, 'Must not be empty')
      if (file.content.length > maxBytes) throw new PayloadTooLargeError(maxBytes, 'file')
      return file.content
    },
  }
}

function parse(contentType: string, body: Buffer): Part[] {
  try {
    return parseMultipart(contentType, body)
  } catch (error) {
    if (error instanceof MalformedMultipartError) throw invalid('', error.message)
    throw error
  }
}

function invalid(path: string, message: string): ValidationFailedError {
  return new ValidationFailedError([{ path, message }])
}
