/**
 * Does a part of the start, and leaves how long it took with the process's own timings
 * (`PerformanceObserver`), where `npm run bench:start` finds it.
 */
export async function measure<T>(name: string, work: () => Promise<T> | T): Promise<T> {
  const start = performance.now()
  try {
    return await work()
  } finally {
    performance.measure(`phase ${name}`, { start })
  }
}
