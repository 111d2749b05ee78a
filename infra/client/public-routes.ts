/** Routes that take no token. Their responses are never encrypted. */
const publicRoutes: ReadonlySet<string> = new Set([
  'POST /auth/register',
  'POST /auth/login',
  'GET /health',
])

/** Whether a route, e.g. `POST /auth/login`, takes no token. */
export function isPublic(routeKey: string): boolean {
  return publicRoutes.has(routeKey)
}
