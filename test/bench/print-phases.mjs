// `npm run bench:start` preloads this into `npm start` and its processes: prints each phase as it ends.
// Times are epoch ms.
import { PerformanceObserver } from 'node:perf_hooks'

process.stderr.write(`phase-origin ${performance.timeOrigin}\n`)
new PerformanceObserver((list) => {
  for (const { name, startTime, duration } of list.getEntries()) {
    if (!name.startsWith('phase ')) continue
    const at = performance.timeOrigin + startTime
    process.stderr.write(`${JSON.stringify({ phase: name.slice(6), at, duration })}\n`)
  }
}).observe({ entryTypes: ['measure'] })
