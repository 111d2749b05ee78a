import { beginInvocation, type InvocationContext } from '../invocation.ts'
import { writeMetrics } from '../metrics.ts'

/** Makes a Lambda handler that notes which invocation runs and, at its end, writes its metrics. */
export function observed<E, A>(handle: (event: E) => Promise<A>) {
  return async (event: E, context?: InvocationContext): Promise<A> => {
    beginInvocation(context)
    try {
      return await handle(event)
    } finally {
      writeMetrics()
    }
  }
}
