import { beginInvocation } from '../../invocation.ts'
import { writeMetrics } from '../../metrics.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'

/** Stores the invocation's ids for log lines, and writes its metrics when it ends. */
export function observeInvocation(): EndpointMiddleware {
  return {
    before: ({ context }) => beginInvocation(context),
    after: writeMetrics,
    onError: writeMetrics,
  }
}
