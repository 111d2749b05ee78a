import type {
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'

// What happens to an AWS error, in this order:
// 1. The SDK retries time-outs, throttling, lost connections and 5xx. Each client sets `maxAttempts`:
//    dynamodb-client.ts, s3-client.ts; sms.ts never retries.
// 2. `retry` (retry.ts) repeats what the SDK does not: conflicts of transactions, items of a batch
//    that DynamoDB left unprocessed, and writes whose item another request changed.
// 3. `isUnavailable` selects the HTTP status of what is left: 503, or 500 for our own mistakes.
// A failed condition is not an error: `writeTransaction` and `updateItem` return it.

interface SdkError extends Error {
  $fault?: 'client' | 'server'
  $retryable?: unknown
  $metadata?: { httpStatusCode?: number }
  code?: string
}

const UNAVAILABLE = new Set([
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
 * Whether the cause is that AWS was unavailable: a time-out, throttling, a lost connection, a 5xx. The
 * client then gets a 503. Missing permissions and malformed calls are our defects: a 500.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { name, code, $fault, $retryable, $metadata } = error as SdkError
  return (
    UNAVAILABLE.has(name) ||
    $fault === 'server' ||
    // S3 returns errors that its model does not contain; the SDK marks those as the client's fault.
    ($metadata?.httpStatusCode ?? 0) >= 500 ||
    $retryable !== undefined ||
    (code !== undefined && NETWORK.test(code))
  )
}

/** Whether the condition of a single write failed. */
export function isConditionFailure(error: unknown): error is ConditionalCheckFailedException {
  return hasName(error, 'ConditionalCheckFailedException')
}

/** Which items of a cancelled transaction failed their condition, by index; undefined when none did. */
export function failedConditions(error: unknown): boolean[] | undefined {
  const failed = cancellationReasons(error)?.map((reason) => reason === 'ConditionalCheckFailed')
  return failed?.includes(true) ? failed : undefined
}

/**
 * Whether a write failed because a transaction was using the same item. A cancelled
 * transaction in which a condition failed as well is not a conflict: another attempt would fail too.
 */
export function isTransactionConflict(error: unknown): boolean {
  return (
    hasName(error, 'TransactionConflictException') ||
    (cancellationReasons(error) !== undefined && !failedConditions(error))
  )
}

/** Why DynamoDB cancelled a transaction: a reason for each item, in the order of the request. */
function cancellationReasons(error: unknown): (string | undefined)[] | undefined {
  if (!hasName(error, 'TransactionCanceledException')) return undefined
  const { CancellationReasons = [] } = error as TransactionCanceledException
  return CancellationReasons.map(({ Code }) => Code)
}

// By name and not by class: importing the class would add the DynamoDB client to every bundle.
function hasName(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name
}
