import type { HttpRequest } from './exchange.ts'

/** The variable parts of a request. */
interface RequestParts {
  readonly baseUrl: string
  readonly token: string | undefined
  readonly query?: unknown
  /** Sent as JSON, unless it is a form. */
  readonly body?: unknown
}

/**
 * Makes the request of a route, e.g. of `POST /auth/login`.
 * @throws TypeError for a token that no header can have. The error of `fetch` would contain the token.
 */
export function toRequest(
  routeKey: string,
  { baseUrl, token, query, body }: RequestParts,
): HttpRequest {
  if (token && !/^[\x21-\x7e]+$/.test(token)) {
    throw new TypeError('The token has a character that no token of this API has')
  }
  const [method = '', path = ''] = routeKey.split(' ')
  const form = body instanceof FormData ? body : undefined
  const json = form || body === undefined ? undefined : JSON.stringify(body)
  return {
    routeKey,
    method,
    url: baseUrl.replace(/\/+$/, '') + path + toQueryString(query),
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      // Without it, `fetch` sets the multipart boundary of a form.
      ...(json && { 'content-type': 'application/json' }),
    },
    body: form ?? json,
  }
}

/**
 * Adds the time of the device's clock, which the API only logs. Add it to each attempt, because a retry is sent later.
 * A clock before 2001, e.g. after a reset, is left out: the API refuses other than 13 digits.
 */
export function withDeviceTime(request: HttpRequest): HttpRequest {
  const now = String(Date.now())
  if (now.length !== 13) return request
  return { ...request, headers: { ...request.headers, 'x-dev-time': now } }
}

function toQueryString(query: unknown): string {
  const pairs = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}
