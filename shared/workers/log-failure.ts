import { isUnavailable } from '../aws/errors.ts'
import { ServiceUnavailableError } from '../errors.ts'
import { logWorkerError } from '../log.ts'
import { countFailure } from '../metrics.ts'
import { reportThrown } from '../thrown-errors.ts'

/**
 * Logs that a record failed and will be retried, and counts the failure. `recordId` is the id of the SQS message or
 * of the stream's event.
 */
export function logFailure(recordId: string, error: unknown): void {
  logWorkerError(recordId, error)
  reportThrown(error, false)
  // Counted failures stop the release of a new version. An outage of AWS is not counted, because it is not a sign of
  // a broken version.
  if (!(error instanceof ServiceUnavailableError || isUnavailable(error))) countFailure()
}
