import { observeInvocation } from './observe-invocation.ts'

/** Makes the Lambda handler of a `.schedule` worker, which ignores the event. */
export function scheduleWorker(work: () => Promise<void>) {
  return observeInvocation<unknown, void>(work)
}
