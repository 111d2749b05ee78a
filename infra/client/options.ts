import type { RetryOptions } from './retry.ts'
import type { Fetch } from './send-by-fetch.ts'
import type { OnProgress } from './send-by-xhr.ts'

// Each option may be undefined, for apps that compile with `exactOptionalPropertyTypes`.

/** Options of a `UserApi`. */
export interface UserApiOptions extends RetryOptions {
  /** URL of the API with its scheme, e.g. the stack's output `ApiUrl`. In a page also a path on its own origin, or `''`. */
  readonly baseUrl: string
  /** Token of an earlier session, as stored by the app. */
  readonly token?: string | undefined
  /**
   * How long one attempt may take, until the response is complete; `Infinity` for no limit.
   * @default 30,000 ms, after which API Gateway gives up too; 120,000 ms for an upload
   */
  readonly timeoutMs?: number | undefined
  /**
   * Throws PlaintextResponseError for a response that is not encrypted, so that a proxy cannot replace an
   * encrypted response by plaintext. Only for stacks whose feature flag `response_encryption` is on. The methods
   * of the portal's routes, which are never encrypted, then throw a TypeError and send nothing.
   */
  readonly requireEncryption?: boolean | undefined
  /** Used instead of the global `fetch`. */
  readonly fetch?: Fetch | undefined
}

/** Options of a single call. */
export interface CallOptions {
  /** Aborts the call, its waits and its retries. The API may already have handled the request. */
  readonly signal?: AbortSignal | undefined
  /** Overrides the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined
}

/** Options of an upload. */
export interface UploadOptions extends CallOptions {
  /**
   * Called with the fraction of the picture that is sent, 0 to 1. When the upload is retried, it starts at 0 again.
   * Has an effect only in browsers and React Native. There, XMLHttpRequest sends the upload instead of `fetch`.
   */
  readonly onProgress?: OnProgress | undefined
}
