import { beginInvocation, type InvocationContext } from '../invocation.ts'
import { writeMetrics } from '../metrics.ts'

/** Wraps a worker's handler: stores the invocation's ids for log lines, and writes the recorded metrics at the end. */
export function observeWorker<E, R>(handle: (event: E) => Promise<R>) {
  return async (event: E, context?: InvocationContext): Promise<R> => {
    beginInvocation(context)
    try {
      return await handle(event)
    } finally {
      writeMetrics()
    }
  }
}
