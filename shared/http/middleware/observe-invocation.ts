import { beginInvocation } from '../../invocation.ts'
import { writeMetrics } from '../../metrics.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'

/** Notes which invocation runs, for log lines, and writes its metrics once it is answered. */
export function observeInvocation(): EndpointMiddleware {
  return {
    before: ({ context }) => beginInvocation(context),
    after: writeMetrics,
    onError: writeMetrics,
  }
}
