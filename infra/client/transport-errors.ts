/** No response: no connection, a connection that broke, or a request that CORS forbids. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'

  /** @param cause the error of `fetch`. */
  constructor(routeKey: string, cause: unknown) {
    super(`${routeKey} got no response: ${reasonsOf(cause).join(': ')}`, { cause })
  }
}

/** The messages of an error and of its causes. Node only says `fetch failed`, and why in the cause. */
function reasonsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)]
  const { message, cause, code } = error as Error & { code?: string }
  // The error of a host with several addresses has no message.
  return [message || (code ?? error.name), ...(cause ? reasonsOf(cause) : [])]
}

/** No complete response within the timeout. The API may still have handled the request. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
  readonly timeoutMs: number

  constructor(routeKey: string, timeoutMs: number) {
    super(`${routeKey} got no complete response within ${timeoutMs} ms`)
    this.timeoutMs = timeoutMs
  }
}

/** The runtime lacks what a call needs. Add a polyfill, e.g. `react-native-quick-crypto`. */
export class UnsupportedRuntimeError extends Error {
  override readonly name = 'UnsupportedRuntimeError'
  /** The missing globals, e.g. `crypto.subtle`. */
  readonly missing: readonly string[]

  constructor(purpose: string, missing: readonly string[]) {
    super(`${purpose} needs ${missing.join(', ')}, which this runtime does not have`)
    this.missing = missing
  }
}
