import type { RetryOptions, Send } from './retry.ts'

/** Options of a `UserApi`. */
export interface UserApiOptions extends RetryOptions {
  /** URL of the API without a path, e.g. the stack's output `ApiUrl`. */
  readonly baseUrl: string
  /** Token of an earlier session, as stored by the app. */
  readonly token?: string
  /**
   * Throws PlaintextResponseError for a response that is not encrypted, so that a proxy cannot replace an
   * encrypted response by plaintext. Only for stacks whose feature flag `response_encryption` is on. The
   * portal's routes then always throw, because they are never encrypted.
   */
  readonly requireEncryption?: boolean
  /** Used instead of the global `fetch`. */
  readonly fetch?: Send
}

/** Options of a single call. */
export interface CallOptions {
  /** Aborts the call with its waits and retries. The API may have handled the request nevertheless. */
  readonly signal?: AbortSignal
}
