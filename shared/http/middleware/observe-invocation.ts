import { beginInvocation } from '../../invocation.ts'
import { writeMetrics } from '../../metrics.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'

/** Stores the invocation's ids for the log lines, and writes the recorded metrics at the end of the invocation. */
export function observeInvocation(): EndpointMiddleware {
  return {
    before: ({ context }) => beginInvocation(context),
    after: writeMetrics,
    onError: writeMetrics,
  }
}
