import { NetworkError, TimeoutError } from './transport-errors.ts'

/** A request as it is sent. */
export interface HttpRequest {
  readonly routeKey: string
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | FormData | undefined
}

/** A response whose body has been read. */
export interface HttpResponse {
  readonly status: number
  readonly header: (name: string) => string | null
  readonly text: string
}

/** Sends a request and reads the response. Rejects when there is no complete response. */
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>

/** When to give up. */
export interface ExchangeOptions {
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** The longest delay of a timer. A longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * Sends a request once. Settles when the response is complete, or at once when the time is over or the
 * signal is aborted, even if `send` cannot be aborted.
 * @throws NetworkError, TimeoutError, the reason of the signal.
 */
export async function exchange(
  request: HttpRequest,
  send: Send,
  { timeoutMs, signal }: ExchangeOptions,
): Promise<HttpResponse> {
  if (signal?.aborted) throw reasonOf(signal)
  const sending = new AbortController()
  let stop: (() => void) | undefined
  try {
    return await new Promise<HttpResponse>((resolve, reject) => {
      const abort = () => reject(signal && reasonOf(signal))
      const timeOut = () => reject(new TimeoutError(request.routeKey, timeoutMs))
      const timer = timeoutMs <= MAX_TIMER_MS ? setTimeout(timeOut, timeoutMs) : undefined
      signal?.addEventListener('abort', abort)
      stop = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
      }
      send(request, sending.signal).then(resolve, (cause: unknown) => {
        reject(new NetworkError(request.routeKey, cause))
      })
    })
  } catch (error) {
    sending.abort()
    throw error
  } finally {
    stop?.()
  }
}

/** Why a signal was aborted. */
export function reasonOf(signal: AbortSignal): unknown {
  // Older runtimes abort without a reason.
  return signal.reason ?? new Error('The call was aborted')
}
