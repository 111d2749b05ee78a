import type { RepeatOptions, Send } from './repeat.ts'

/** Where the API is, and as whom to call it. */
export interface UserApiOptions extends RepeatOptions {
  /** Without a path, e.g. the stack's output `ApiUrl`. */
  readonly baseUrl: string
  /** The token of an earlier session, as the app has kept it. */
  readonly token?: string
  /** Takes the place of the global `fetch`. */
  readonly fetch?: Send
}

/** How one call is made. */
export interface CallOptions {
  /** Ends the call, its waits and its repeats. What it asked for may have been done all the same. */
  readonly signal?: AbortSignal
}
