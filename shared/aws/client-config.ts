import { Sha256 } from './sha256.ts'

/**
 * Makes the options of an SDK client: retries, timeouts and signatures. Times are in ms. The retries are set
 * explicitly, because the SDK's own defaults are about to change (AWS_NEW_RETRIES_2026). `requestTimeout` alone would only log a warning, so
 * `throwOnRequestTimeout` aborts the request. Without `keepAlive`, each call opens a new connection: for a client that
 * does not retry.
 */
export function clientConfig(
  maxAttempts: number,
  requestTimeout: number,
  { keepAlive = true } = {},
) {
  // Agents are options of one protocol. AWS has https, the local stack http.
  const agents = keepAlive ? {} : { httpsAgent: { keepAlive }, httpAgent: { keepAlive } }
  return {
    maxAttempts,
    retryMode: 'standard',
    sha256: Sha256,
    requestHandler: {
      connectionTimeout: 300,
      requestTimeout,
      throwOnRequestTimeout: true,
      ...agents,
    },
  } as const
}
