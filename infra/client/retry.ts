import { type HttpResponse, reasonOf } from './exchange.ts'
import { retryAfterSecondsOf } from './retry-after.ts'
import type { RetryPolicy } from './retryable-routes.ts'
import { NetworkError } from './transport-errors.ts'

/** How often the client retries, and how long it waits. */
export interface RetryOptions {
  /** Attempts after the first one. @default 3 */
  readonly maxRetries?: number | undefined
  /** Longest wait before a retry. After a longer `retry-after` the client does not retry. @default 10,000 ms */
  readonly maxWaitMs?: number | undefined
}

const FIRST_WAIT_MS = 500

/** A response, and whether the API may have carried out an earlier attempt of the same request. */
interface RetriedResponse {
  readonly response: HttpResponse
  readonly followsUncertainAttempt: boolean
}

/**
 * Makes attempts as the policy allows: again after 429 and 503 once `retry-after` has passed, and after a
 * network error. Rejects as soon as the signal is aborted.
 */
export async function withRetries(
  attempt: () => Promise<HttpResponse>,
  policy: RetryPolicy,
  { maxRetries = 3, maxWaitMs = 10_000 }: RetryOptions,
  signal: AbortSignal | undefined,
): Promise<RetriedResponse> {
  let followsUncertainAttempt = false
  for (let retries = 0; ; retries++) {
    const outcome = await outcomeOf(attempt)
    const waitMs = waitBefore(outcome, retries)
    const hasTime = !signal?.aborted && retries < maxRetries && waitMs <= maxWaitMs
    if (!hasTime || !isRetryable(outcome, policy)) {
      if (outcome instanceof NetworkError) throw outcome
      return { response: outcome, followsUncertainAttempt }
    }
    followsUncertainAttempt ||= !isRateLimited(outcome)
    await wait(waitMs, signal)
  }
}

type Outcome = HttpResponse | NetworkError

function isRateLimited(outcome: Outcome): boolean {
  return !(outcome instanceof NetworkError) && outcome.status === 429
}

function isRetryable(outcome: Outcome, policy: RetryPolicy): boolean {
  if (isRateLimited(outcome)) return policy.afterRateLimit
  const isUncertain = outcome instanceof NetworkError || outcome.status === 503
  return isUncertain && policy.afterUncertainOutcome
}

/** @throws what is never retried: TimeoutError, the reason of an aborted signal. */
async function outcomeOf(attempt: () => Promise<HttpResponse>): Promise<Outcome> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof NetworkError) return error
    throw error
  }
}

/** The wait before the next attempt, in ms: the response's `retry-after`, else exponential backoff with jitter. */
function waitBefore(outcome: Outcome, retries: number): number {
  const seconds = outcome instanceof NetworkError ? undefined : retryAfterSecondsOf(outcome)
  return seconds ? seconds * 1000 : FIRST_WAIT_MS * 2 ** retries * (0.5 + Math.random() / 2)
}

/** @throws the signal's reason when it is aborted during the wait. */
async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer)
      reject(signal && reasonOf(signal))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', abort)
  })
}
