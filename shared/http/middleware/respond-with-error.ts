import { isUnavailable } from '../../aws/errors.ts'
import { ApiError, ServiceUnavailableError } from '../../errors.ts'
import { logError, logRefusal } from '../../log.ts'
import { count, countFailure } from '../../metrics.ts'
import { RateLimitedError } from '../../rate-limits/errors.ts'
import { reportThrown } from '../../thrown-errors.ts'
import { networkOf } from '../client-network.ts'
import type { Route } from '../define-route.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'
import { InternalError, MethodNotAllowedError, UnsupportedContentEncodingError } from '../errors.ts'
import { respond } from '../respond.ts'

/**
 * Converts a thrown error to the response, for every route. The client sees the message of an ApiError only. An
 * unavailable AWS service becomes a 503, and any other error a 500 that contains only the request id.
 */
export function respondWithError(route: Route): EndpointMiddleware {
  return {
    onError: (request) => {
      const { requestId, routeKey } = request.event.requestContext
      const error = toApiError(request.error, requestId)
      const { status } = error
      reportThrown(request.error, status < 500)
      if (status >= 500) logError(requestId, error, request.error)
      else if (status === 401 || status === 429 || route.logsNetwork) {
        logRefusal(requestId, error, { route: routeKey, network: networkOf(request.event) })
      }
      if (error instanceof InternalError) countFailure()
      if (error instanceof RateLimitedError) count('RequestsLimited')
      const { statusCode, body } = route.envelope.failure(error)
      request.response = respond(request.event, statusCode, body, headersOf(error))
    },
  }
}

function toApiError(error: unknown, requestId: string): ApiError {
  if (error instanceof ApiError) return error
  return isUnavailable(error) ? new ServiceUnavailableError() : new InternalError(requestId)
}

function headersOf(error: ApiError): Record<string, string> {
  return {
    ...(error.status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(error.retryAfterSeconds && { 'retry-after': String(error.retryAfterSeconds) }),
    ...(error instanceof UnsupportedContentEncodingError && { 'accept-encoding': 'identity' }),
    ...(error instanceof MethodNotAllowedError && { allow: error.allowed.join(', ') }),
  }
}
