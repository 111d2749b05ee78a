import { Sha256 } from './sha256.ts'

/**
 * Makes the options of an SDK client: retries, timeouts and signatures. Times are in ms. The retries are set
 * explicitly, because the SDK's own defaults are about to change (AWS_NEW_RETRIES_2026). `requestTimeout` alone would only log a warning, so
 * `throwOnRequestTimeout` aborts the request. A client with one attempt opens a connection for each call: AWS may have closed an idle
 * one while Lambda had frozen the function, and the SDK notices that only when a request on it fails:
 * https://github.com/aws/aws-sdk-js-v3/issues/1196
 */
export function clientConfig(maxAttempts: number, requestTimeout: number) {
  const oneCall = { keepAlive: false }
  // Agents are options of one protocol. AWS has https, the local stack http.
  const agents = maxAttempts > 1 ? {} : { httpsAgent: oneCall, httpAgent: oneCall }
  return {
    maxAttempts,
    retryMode: 'standard',
    sha256: Sha256,
    requestHandler: {
      // A SYN packet that is lost is sent again after a second. With retries, the next attempt is faster than that.
      connectionTimeout: maxAttempts > 1 ? 300 : 1500,
      requestTimeout,
      throwOnRequestTimeout: true,
      ...agents,
    },
  } as const
}
