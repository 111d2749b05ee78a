import type { RetryPolicy } from './retryable-routes.ts'

/** How often the client retries, and how long it waits. */
export interface RetryOptions {
  /** Attempts after the first one. @default 3 */
  readonly maxRetries?: number
  /** Longest wait before a retry. After a longer `retry-after` the client does not retry. @default 10,000 ms */
  readonly maxWaitMs?: number
}

const FIRST_WAIT_MS = 500

/** Sends a request: `fetch` or a replacement. */
export type Send = (request: Request) => Promise<Response>

/** A response, and whether an attempt before it may have been carried out. */
export interface FetchedResponse {
  readonly response: Response
  readonly followsUncertainAttempt: boolean
}

/**
 * Sends a request and retries it as its policy allows: after 429 and 503 once `retry-after` has
 * passed, and after a network error. Rejects as soon as the request's signal is aborted.
 */
export async function fetchWithRetries(
  request: Request,
  send: Send,
  policy: RetryPolicy,
  { maxRetries = 3, maxWaitMs = 10_000 }: RetryOptions,
): Promise<FetchedResponse> {
  let followsUncertainAttempt = false
  for (let retries = 0; ; retries++) {
    const outcome = await attempt(request, send)
    const waitMs = waitBefore(outcome, retries)
    const hasTime = !request.signal?.aborted && retries < maxRetries && waitMs <= maxWaitMs
    if (!hasTime || !isRetryable(outcome, policy)) {
      if (outcome instanceof Response) return { response: outcome, followsUncertainAttempt }
      throw outcome.reason
    }
    followsUncertainAttempt ||= !isRateLimited(outcome)
    await wait(waitMs, request.signal)
  }
}

type Outcome = Response | { reason: unknown }

function isRateLimited(outcome: Outcome): boolean {
  return outcome instanceof Response && outcome.status === 429
}

function isRetryable(outcome: Outcome, policy: RetryPolicy): boolean {
  if (isRateLimited(outcome)) return policy.afterRateLimit
  const isUncertain = !(outcome instanceof Response) || outcome.status === 503
  return isUncertain && policy.afterUncertainOutcome
}

async function attempt(request: Request, send: Send): Promise<Outcome> {
  try {
    // A clone, because a request's body can be read only once.
    return await send(request.clone())
  } catch (reason) {
    return { reason }
  }
}

/** The wait before the next attempt, in ms: the response's `retry-after`, else exponential backoff with jitter. */
function waitBefore(outcome: Outcome, retries: number): number {
  const seconds = outcome instanceof Response ? Number(outcome.headers.get('retry-after')) : 0
  return seconds > 0 ? seconds * 1000 : FIRST_WAIT_MS * 2 ** retries * (0.5 + Math.random() / 2)
}

/** @throws the signal's reason when it is aborted during the wait. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer)
      // Older runtimes abort without a reason.
      reject(signal.reason ?? new Error('The call was aborted'))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', abort)
  })
}
