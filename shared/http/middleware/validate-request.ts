import { en } from 'zod/locales'
import type * as z from 'zod/mini'
import { type ErrorDetail, ValidationFailedError } from '../../errors.ts'
import { networkOf } from '../client-network.ts'
import type { Route } from '../define-route.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'

// zod/mini has no built-in error messages, so the English ones are loaded here.
const { localeError } = en()

/** Of a missing value, zod says that `undefined` was received, which only JavaScript has. */
const explain: typeof localeError = (issue) => {
  if (issue.input !== undefined) return localeError(issue)
  return issue.path?.length ? 'Is required' : 'A JSON body is required'
}

/**
 * Validates headers, query and body against the route's contract, and stores the handler's argument in the event.
 * @throws ValidationFailedError that lists every problem.
 */
export function validateRequest(route: Route): EndpointMiddleware {
  return {
    before: ({ event }) => {
      const details: ErrorDetail[] = []
      const { method, path } = event.requestContext.http
      const validated = {
        method,
        path,
        network: networkOf(event),
        caller: event.caller,
        user: event.user,
        headers: check(route.headers, event.headers, details),
        query: check(route.query, event.queryStringParameters ?? {}, details),
        body: check(route.body, event.parsedBody, details),
        file: event.uploadedFile,
      }
      if (details.length > 0) throw new ValidationFailedError(details)
      event.validated = validated
    },
  }
}

function check(schema: z.ZodMiniType | undefined, input: unknown, details: ErrorDetail[]): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(input, { error: explain })
  if (result.success) return result.data
  for (const { path, message } of result.error.issues) {
    details.push({ path: path.join('.'), message })
  }
  return undefined
}
