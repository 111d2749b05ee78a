import { UnsupportedMediaTypeError, ValidationFailedError } from '../errors.ts'
import { PayloadTooLargeError } from './errors.ts'
import { isFormData, MalformedMultipartError, type Part, parseMultipart } from './multipart.ts'

/** The file that a route accepts. Holds the parser (`read`), so that only routes with an upload bundle the parser. */
export interface Upload {
  /** The form field. */
  readonly field: string
  readonly maxBytes: number
  /** Extracts the file from a body. The file's own name and content-type are ignored. */
  read(contentType: string | undefined, body: Buffer): Buffer
}

/**
 * Declares a file in the part `field` of a multipart/form-data body. Other parts are ignored. `read` throws
 * UnsupportedMediaTypeError for another kind of body, ValidationFailedError for a malformed form or unless there is
 * exactly one file, and PayloadTooLargeError.
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
