import { beginInvocation } from '../../invocation.ts'
import { writeMetrics } from '../../metrics.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'

/** Stores the request's ids for log lines, and writes the recorded metrics at its end. */
export function observeRequest(): EndpointMiddleware {
  return {
    before: ({ context }) => beginInvocation(context),
    after: writeMetrics,
    onError: writeMetrics,
  }
}
