/**
 * Runs one phase of `npm start` and records its duration as a performance measure, which `npm run
 * bench:start` reads through a `PerformanceObserver`.
 */
export async function measurePhase<T>(name: string, work: () => Promise<T> | T): Promise<T> {
  const start = performance.now()
  try {
    return await work()
  } finally {
    performance.measure(`phase ${name}`, { start })
  }
}
