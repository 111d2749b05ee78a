/**
 * Makes the retry and timeout options of an SDK client. Times are in ms. All options are set explicitly, because the
 * SDK's own defaults are about to change (AWS_NEW_RETRIES_2026). `requestTimeout` alone would only log a warning, so
 * `throwOnRequestTimeout` aborts the request.
 */
export function clientConfig(maxAttempts: number, requestTimeout: number) {
  return {
    maxAttempts,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 300, requestTimeout, throwOnRequestTimeout: true },
  } as const
}
