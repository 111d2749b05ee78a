import type {
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'

// An AWS error is handled in these steps:
// 1. The SDK retries time-outs, throttling, lost connections and 5xx. Each client sets `maxAttempts`:
//    dynamodb-client.ts, queue.ts, s3-client.ts. The client in sms.ts never retries.
// 2. `retry` (retry.ts) retries what the SDK does not: conflicts of transactions, items of a batch
//    that DynamoDB left unprocessed, and writes whose item another request has changed.
// 3. `isUnavailable` chooses the HTTP status for the errors that remain: 503, or 500 for our own mistakes.
// A failed condition is not treated as an error: `writeTransaction` and `updateItem` return it.

interface SdkError extends Error {
  $fault?: 'client' | 'server'
  $retryable?: unknown
  $metadata?: { httpStatusCode?: number }
  code?: string
}

/** The names of SDK errors after which a later request may succeed. `RequestThrottled` is SQS's. */
const UNAVAILABLE = new Set([
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestTimeout',
  'ThrottlingException',
  'TimeoutError',
  'TransactionConflictException',
  'TransactionInProgressException',
])
/** The codes of Node.js's network errors, e.g. `ECONNRESET`. */
const NETWORK = /^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN|NOTFOUND)$/

/**
 * Whether an error means that AWS was unavailable: a time-out, throttling, a lost connection or a 5xx. The
 * client then gets a 503. For missing permissions and malformed calls, which are our mistakes, it gets a 500.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { name, code, $fault, $retryable, $metadata } = error as SdkError
  return (
    UNAVAILABLE.has(name) ||
    $fault === 'server' ||
    // The SDK marks errors that the S3 model does not contain as the client's fault, even with status 5xx.
    ($metadata?.httpStatusCode ?? 0) >= 500 ||
    $retryable !== undefined ||
    (code !== undefined && NETWORK.test(code))
  )
}

/** Whether the condition of a single write failed. */
export function isConditionFailure(error: unknown): error is ConditionalCheckFailedException {
  return hasName(error, 'ConditionalCheckFailedException')
}

/** Whether each item of a cancelled transaction failed its condition, by index. Undefined when none failed. */
export function failedConditions(error: unknown): boolean[] | undefined {
  const failed = cancellationReasons(error)?.map((reason) => reason === 'ConditionalCheckFailed')
  return failed?.includes(true) ? failed : undefined
}

/** Reasons of a cancelled transaction after which another attempt may succeed. */
const PASSING = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']

/**
 * Whether a write failed because a transaction was using the same item or DynamoDB throttled it, so that another
 * attempt may succeed. When a condition failed as well, this is false: another attempt would fail too.
 */
export function isConflictOrThrottled(error: unknown): boolean {
  return (
    hasName(error, 'TransactionConflictException') ||
    (!failedConditions(error) &&
      cancellationReasons(error)?.some((reason) => PASSING.includes(reason ?? '')) === true)
  )
}

/** Returns why DynamoDB cancelled a transaction: one reason per item, in the order of the request. */
function cancellationReasons(error: unknown): (string | undefined)[] | undefined {
  if (!hasName(error, 'TransactionCanceledException')) return undefined
  const { CancellationReasons = [] } = error as TransactionCanceledException
  return CancellationReasons.map(({ Code }) => Code)
}

// Compares names, not classes, because importing a class would add the DynamoDB client to every bundle.
function hasName(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name
}
