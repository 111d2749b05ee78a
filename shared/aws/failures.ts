import type {
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'

interface SdkError extends Error {
  $fault?: 'client' | 'server'
  $retryable?: unknown
  $metadata?: { httpStatusCode?: number }
  code?: string
}

const RETRYABLE = new Set([
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ThrottlingException',
  'TimeoutError',
  'TransactionConflictException',
  'TransactionInProgressException',
])
const NETWORK = /^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN|NOTFOUND)$/

/**
 * Whether AWS, and not the request, is to blame: time-outs, throttling, lost connections, 5xx.
 * A refused permission or a malformed call is a defect of ours and not among them.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { name, code, $fault, $retryable, $metadata } = error as SdkError
  return (
    RETRYABLE.has(name) ||
    $fault === 'server' ||
    // S3 answers errors that its model does not know, which the SDK then takes for the client's.
    ($metadata?.httpStatusCode ?? 0) >= 500 ||
    $retryable !== undefined ||
    (code !== undefined && NETWORK.test(code))
  )
}

/** Whether a single write was refused by its condition. */
export function isConditionFailure(error: unknown): error is ConditionalCheckFailedException {
  return isNamed(error, 'ConditionalCheckFailedException')
}

/** Whether a single write met a transaction on the same item: it was not done. */
export function isConflict(error: unknown): boolean {
  return isNamed(error, 'TransactionConflictException')
}

/** The reasons of a cancelled transaction, one per item in the order sent; undefined for other errors. */
export function cancellationReasons(error: unknown): string[] | undefined {
  if (!isNamed(error, 'TransactionCanceledException')) return undefined
  const { CancellationReasons = [] } = error as TransactionCanceledException
  return CancellationReasons.map((reason) => reason.Code ?? 'None')
}

// By name and not by class: a function that calls no AWS would else bundle the client for it.
function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name
}
