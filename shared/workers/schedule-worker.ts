import { observed } from './observed.ts'

/** Makes the handler of a `.schedule` worker: the time has come, and there is no more to tell it. */
export function scheduleWorker(work: () => Promise<void>) {
  return observed<unknown, void>(work)
}
