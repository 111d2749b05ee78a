/** The throttle of a route: `ratePerSecond` requests a second on average, up to `burst` at once. */
export interface RouteThrottle {
  readonly ratePerSecond: number
  readonly burst: number
}

/**
 * Creates a token bucket per route key; other routes have no limit. The returned function takes one
 * token and returns whether there was one. `now` is a clock in ms.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export function createThrottle(
  throttles: Readonly<Record<string, RouteThrottle>> = {},
  now: () => number = () => performance.now(),
): (routeKey: string) => boolean {
  const buckets = new Map(
    Object.entries(throttles).map(([routeKey, { ratePerSecond, burst }]) => [
      routeKey,
      { ratePerSecond, burst, tokens: burst, filledAt: now() },
    ]),
  )

  return (routeKey) => {
    const bucket = buckets.get(routeKey)
    if (bucket === undefined) return true
    const time = now()
    const refill = ((time - bucket.filledAt) / 1000) * bucket.ratePerSecond
    bucket.tokens = Math.min(bucket.burst, bucket.tokens + refill)
    bucket.filledAt = time
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }
}
