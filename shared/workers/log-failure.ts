import { isUnavailable } from '../aws/errors.ts'
import { ServiceUnavailableError } from '../errors.ts'
import { logWorkerError } from '../log.ts'
import { countFailure } from '../metrics.ts'
import { reportThrown } from '../thrown-errors.ts'

/**
 * Logs that a record failed and will be retried, and counts it. `recordId` is the SQS message id or the
 * stream's sequence number.
 */
export function logFailure(recordId: string, error: unknown): void {
  logWorkerError(recordId, error)
  reportThrown(error, false)
  // Counted failures roll back a canary release. An outage of an AWS service says nothing about the version.
  if (!(error instanceof ServiceUnavailableError || isUnavailable(error))) countFailure()
}
