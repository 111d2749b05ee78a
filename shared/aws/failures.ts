import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'

interface SdkError extends Error {
  $fault?: 'client' | 'server'
  $retryable?: unknown
  code?: string
}

const RETRYABLE = new Set([
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
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
  const { name, code, $fault, $retryable } = error as SdkError
  return (
    RETRYABLE.has(name) ||
    $fault === 'server' ||
    $retryable !== undefined ||
    (code !== undefined && NETWORK.test(code))
  )
}

/** Whether a single write was refused by its condition. */
export function isConditionFailure(error: unknown): error is ConditionalCheckFailedException {
  return error instanceof ConditionalCheckFailedException
}

/** The reasons of a cancelled transaction, one per item in the order sent; undefined for other errors. */
export function cancellationReasons(error: unknown): string[] | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined
  return error.CancellationReasons?.map((reason) => reason.Code ?? 'None') ?? []
}
