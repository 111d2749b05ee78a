// Measures one function in a new process, which the parent limits while it measures: the first request
// after the start, then warm requests. Plain JavaScript, so that only the bundle is loaded.
//   fork('sample.mjs', ['{"bundle", "count"}']), then send { event }
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

const { bundle, count } = JSON.parse(process.argv[2])
// A message, because a picture is too long for an argument.
const [{ event }] = await once(process, 'message')
const context = {
  awsRequestId: 'tune',
  functionName: 'tune',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:ap-south-1:000000000000:function:tune',
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 25_000,
}
const text = JSON.stringify(event)
// Requests before the measured ones, so that V8 has compiled the hot code: at most this many, and for at
// most this time.
const WARM_UP = { requests: 300, ms: 1500 }
// Two periods of the CPU quota, so that the CPU time of one request does not slow down the next.
const PAUSE_MS = 40

const { handler } = await import(bundle)
await asParent('limit')
const first = await timed()
await asParent('release')
const end = performance.now() + WARM_UP.ms
for (let i = 0; i < WARM_UP.requests && performance.now() < end; i++) await timed()
await asParent('limit')
const durations = []
for (let i = 0; i < count; i++) {
  await setTimeout(PAUSE_MS)
  durations.push(await timed())
}
// Not process.resourceUsage(), which includes the parent's memory before the fork.
const [, maxRss] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))
process.send({ done: { first, durations, maxRss: Number(maxRss) } }, () => process.exit(0))

async function timed() {
  const start = performance.now()
  const response = await handler(JSON.parse(text), context)
  const ms = performance.now() - start
  if (response?.statusCode >= 500) throw new Error(`${bundle} returned ${JSON.stringify(response)}`)
  return ms
}

/** Asks the parent to set or lift the limit, and waits until it did. */
async function asParent(what) {
  process.send({ ask: what })
  await once(process, 'message')
}
