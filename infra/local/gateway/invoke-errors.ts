/**
 * The function threw, ran into its own timeout, or broke its process.
 * `invoke` rejects with it; the gateway answers 500 `{"message":"Internal Server Error"}`.
 * The reason goes to the function's log, never to the client.
 */
export class FunctionErrored extends Error {
  override readonly name = 'FunctionErrored'
}

/**
 * No copy of the function was free and none could be started (concurrency limit).
 * `invoke` rejects with it; the gateway answers 503 `{"message":"Service Unavailable"}`.
 */
export class FunctionThrottled extends Error {
  override readonly name = 'FunctionThrottled'
}
