import type { Send } from './exchange.ts'
import { UnsupportedRuntimeError } from './transport-errors.ts'

/** `fetch`, or a replacement that is called the same way. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Sends requests with `fetch`. @param custom used instead of the global one. */
export function sendByFetch(custom: Fetch | undefined): Send {
  return async ({ url, method, headers, body }, signal) => {
    const init: RequestInit = {
      method,
      headers,
      ...(body && { body }),
      ...(isAccepted(signal) && { signal }),
      // The API never redirects. A followed redirect could send a password or token to another host.
      redirect: 'error',
    }
    const response = await (custom ? custom(url, init) : fetch(url, init))
    const text = await response.text()
    return { status: response.status, header: (name) => response.headers.get(name), text }
  }
}

/** @throws UnsupportedRuntimeError when there is neither a global `fetch` nor a replacement. */
export function requireFetch(custom: Fetch | undefined): void {
  if (!custom && typeof fetch !== 'function') {
    throw new UnsupportedRuntimeError('A call without the option `fetch`', ['fetch'])
  }
}

/** Whether `fetch` accepts the signal. In jsdom, it does not: the signal is jsdom's, and `fetch` is Node's. */
function isAccepted(signal: AbortSignal): boolean {
  try {
    new Request('http://127.0.0.1', { signal })
    return true
  } catch {
    return false
  }
}
