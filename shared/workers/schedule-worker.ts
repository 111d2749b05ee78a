import { observeInvocation } from './observe-invocation.ts'

/** Makes the Lambda handler of a `.schedule` worker. The event carries nothing of use. */
export function scheduleWorker(work: () => Promise<void>) {
  return observeInvocation<unknown, void>(work)
}
