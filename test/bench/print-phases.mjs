// `npm run bench:start` preloads this into `npm start`: prints each phase as it ends.
import { PerformanceObserver } from 'node:perf_hooks'

process.stderr.write(`phase-origin ${performance.timeOrigin}\n`)
new PerformanceObserver((list) => {
  for (const { name, startTime, duration } of list.getEntries()) {
    if (!name.startsWith('phase ')) continue
    process.stderr.write(`${JSON.stringify({ phase: name.slice(6), startTime, duration })}\n`)
  }
}).observe({ entryTypes: ['measure'] })
