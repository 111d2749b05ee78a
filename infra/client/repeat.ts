/** When a route may be called once more without having been asked to. */
export interface Repeats {
  /** After 429: the request was refused before it did anything. */
  readonly whenLimited: boolean
  /** After 503, or an answer that was lost: the request may have been carried out. */
  readonly whenUncertain: boolean
}

const ALWAYS: Repeats = { whenLimited: true, whenUncertain: true }
const WHEN_LIMITED: Repeats = { whenLimited: true, whenUncertain: false }

/**
 * Routes whose repeat does harm, or tells something else than the first call. All others change
 * nothing, or change it to the same: a report is one by its content, a picture replaces itself.
 */
const exceptions: Readonly<Record<string, Repeats>> = {
  // A second SMS.
  'POST /users/send-phone-otp': WHEN_LIMITED,
  // The first one may have opened the account: its repeat says that the address is taken.
  'POST /auth/register': WHEN_LIMITED,
  // A try of the OTI is counted before the cap refuses. After an answer that was lost: 3709.
  'POST /users/verify-phone-otp': { whenLimited: false, whenUncertain: true },
  // The first one may have changed the password, and then the given one is wrong.
  'PATCH /app/api/v1/user': WHEN_LIMITED,
}

/** When a route, e.g. `POST /auth/register`, may be repeated. */
export function repeatsOf(routeKey: string): Repeats {
  return exceptions[routeKey] ?? ALWAYS
}

/** How often and how long to try. */
export interface RepeatOptions {
  /** Calls after the first. @default 3 */
  readonly maxRepeats?: number
  /** The longest that one wait may take; what asks for more is told at once. @default 10,000 ms */
  readonly maxWaitMs?: number
}

const FIRST_WAIT_MS = 500

/** How a request is sent: `fetch`, or what stands in for it. */
export type Send = (request: Request) => Promise<Response>

/** An answer, and whether an earlier call may have been carried out without ours hearing of it. */
export interface Fetched {
  readonly response: Response
  readonly isUncertainRepeat: boolean
}

/**
 * Sends a request, and again where it is safe: after 429 and 503 when `retry-after` has passed,
 * and when no answer came at all. Rejects as soon as the request's signal is aborted.
 */
export async function fetchWithRepeats(
  request: Request,
  send: Send,
  repeats: Repeats,
  { maxRepeats = 3, maxWaitMs = 10_000 }: RepeatOptions,
): Promise<Fetched> {
  let isUncertainRepeat = false
  for (let round = 0; ; round++) {
    const outcome = await attempt(request, send)
    const waitMs = waitOf(outcome, round)
    const mayWait = !request.signal?.aborted && round < maxRepeats && waitMs <= maxWaitMs
    if (!mayWait || !mayRepeat(outcome, repeats)) {
      if (outcome instanceof Response) return { response: outcome, isUncertainRepeat }
      throw outcome.reason
    }
    isUncertainRepeat ||= !isLimited(outcome)
    await wait(waitMs, request.signal)
  }
}

type Outcome = Response | { reason: unknown }

function isLimited(outcome: Outcome): boolean {
  return outcome instanceof Response && outcome.status === 429
}

function mayRepeat(outcome: Outcome, { whenLimited, whenUncertain }: Repeats): boolean {
  if (isLimited(outcome)) return whenLimited
  return whenUncertain && (!(outcome instanceof Response) || outcome.status === 503)
}

async function attempt(request: Request, send: Send): Promise<Outcome> {
  try {
    // A body can be read once only.
    return await send(request.clone())
  } catch (reason) {
    return { reason }
  }
}

/** As long as the answer says; else twice as long each time, and not all clients at once. */
function waitOf(outcome: Outcome, round: number): number {
  const told = outcome instanceof Response ? Number(outcome.headers.get('retry-after')) : 0
  return told > 0 ? told * 1000 : FIRST_WAIT_MS * 2 ** round * (0.5 + Math.random() / 2)
}

/** @throws the signal's reason when it is aborted meanwhile. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      // Not every runtime has reasons.
      reject(signal.reason ?? new Error('The call was ended'))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end)
      resolve()
    }, ms)
    signal?.addEventListener('abort', end)
  })
}
