import * as z from 'zod/mini'
import { routeTable } from '../shared/config.ts'
import { defineRoute } from '../shared/http/define-route.ts'
import { endpointWithoutAws } from '../shared/http/endpoint-without-aws.ts'
import { v1Envelope } from '../shared/http/envelope.ts'
import { MethodNotAllowedError, NotFoundError } from '../shared/http/errors.ts'

export const route = defineRoute({
  summary: 'Respond to requests that no other route handles',
  authentication: 'none',
  envelope: v1Envelope,
  response: z.null(),
  errors: [NotFoundError, MethodNotAllowedError],
  uses: {},
})

export const handler = endpointWithoutAws(route, ({ method, path }) => {
  const allowedMethods = methodsOf(path)
  // A CORS preflight request needs only a success, to which API Gateway adds the CORS headers.
  if (method === 'OPTIONS' && allowedMethods) return null
  throw allowedMethods ? new MethodNotAllowedError(allowedMethods) : new NotFoundError()
})

/** The methods of a path, or undefined when no route has the path. A route without parameters comes first. */
function methodsOf(path: string): string[] | undefined {
  const routes = routeTable()
  const route = Object.hasOwn(routes, path)
    ? path
    : Object.keys(routes).find((one) => isPathOf(one, path))
  return route === undefined ? undefined : routes[route]
}

/** Whether a path matches a route, e.g. `/users/1` the route `/users/{id}`. */
function isPathOf(route: string, path: string): boolean {
  const segments = path.split('/')
  const parts = route.split('/')
  const matches = (part: string, at: number) =>
    part === segments[at] || (part.startsWith('{') && segments[at] !== '')
  return parts.length === segments.length && parts.every(matches)
}
