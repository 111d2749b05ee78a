import { isUnavailable } from '../aws/errors.ts'
import { ServiceUnavailableError } from '../errors.ts'
import { logWorkerError } from '../log.ts'
import { countFailure } from '../metrics.ts'

/** Tells that a record, given by its source's id, could not be worked on and is given back. */
export function tellFailure(recordId: string, error: unknown): void {
  logWorkerError(recordId, error)
  // What AWS refuses for a while says nothing of this version.
  if (!(error instanceof ServiceUnavailableError || isUnavailable(error))) countFailure()
}
