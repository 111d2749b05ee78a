import { observeWorker } from './observe-worker.ts'

/** Makes the Lambda handler of a `.schedule` worker, which ignores the event. */
export function scheduleWorker(work: () => Promise<void>) {
  return observeWorker<unknown, void>(work)
}
