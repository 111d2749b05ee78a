import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/**
 * Removes per-call work of the SDK whose result nothing uses. That saves a tenth of a warm request's CPU time:
 * docs/performance.md.
 */
export function skipUnusedSdkWork(client: DynamoDBClient): void {
  // This middleware copies each request and response for a logger, but the client has none.
  client.middlewareStack.remove('loggerMiddleware')
  cacheUserAgent(client)
  copyConfig(client)
}

/**
 * Makes the user-agent header once instead of per call. The header then does not name the SDK features
 * that a call uses.
 */
function cacheUserAgent(client: DynamoDBClient): void {
  let userAgent: string | undefined
  client.middlewareStack.remove('getUserAgentMiddleware')
  client.middlewareStack.add(
    (next) => async (args) => {
      userAgent ??= toUserAgent(await client.config.defaultUserAgentProvider())
      const { headers } = args.request as { headers: Record<string, string> }
      headers['user-agent'] = userAgent
      return next(args)
    },
    { step: 'build' },
  )
}

/** `[['aws-sdk-js', '3.1'], ['os/linux', '6.1']]` → `aws-sdk-js/3.1 os/linux#6.1` */
function toUserAgent(sections: [name: string, version?: string][]): string {
  return sections.map((section) => section.join(section[0].includes('/') ? '#' : '/')).join(' ')
}

/**
 * Replaces the client's configuration by a copy, because each call spreads the configuration into three objects.
 * V8 stores the SDK's original as a slow hash table, because the SDK builds it by assignments. A spread of the
 * original takes 9 µs, a spread of the copy 0.1 µs.
 */
function copyConfig(client: DynamoDBClient): void {
  Object.assign(client, { config: Object.fromEntries(Object.entries(client.config)) })
}
