/** Routes that take no token. Their responses are never encrypted. */
const publicRoutes: ReadonlySet<string> = new Set([
  'GET /health',
  'POST /auth/forgot-password',
  'POST /auth/login',
  'POST /auth/register',
  'POST /auth/reset-password',
])

/** Whether a route, e.g. `POST /auth/login`, takes no token. */
export function isPublic(routeKey: string): boolean {
  return publicRoutes.has(routeKey)
}
