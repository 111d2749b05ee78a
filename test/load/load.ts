import { setTimeout } from 'node:timers/promises'
import { Command } from 'commander'
import { positiveNumber, wholeNumber } from '../../infra/ops/options.ts'
import { startWorld, type World } from '../faults/world.ts'
import { Measurements } from './measurements.ts'
import { Memory } from './memory.ts'
import { Traffic } from './traffic.ts'

const { minutes, clients, seed } = new Command('npm run load --')
  .description(
    'What clients do all day, against a local stack of its own, as fast as it goes. Fails on a 5xx, on a refusal without Retry-After, on a request that hangs and, when it runs for minutes, on memory that grows.',
  )
  .option('--minutes <n>', 'how long', positiveNumber, 1)
  .option('--clients <n>', 'how many at once', wholeNumber(1), 16)
  .option('--seed <n>', 'what they do', wholeNumber(0), 1)
  .parse()
  .opts<{ minutes: number; clients: number; seed: number }>()

const USERS = 100
const SAMPLE_MS = 5_000
/** API Gateway's own limit is 30 s. */
const HANG_MS = 29_000

async function runClient(world: World, traffic: Traffic, found: Measurements, end: number) {
  while (Date.now() < end) {
    const { request, learn } = await traffic.next()
    const route = `${request.method} ${request.path.split('?')[0]}`
    const start = performance.now()
    const response = await Promise.race([
      world.call(request).catch((error: unknown) => String(error)),
      setTimeout(HANG_MS, 'no answer', { ref: false }),
    ])
    if (typeof response === 'string') {
      found.fail(`${route}: ${response}`)
      continue
    }
    found.add(route, response.status, performance.now() - start)
    learn(response.body)
    if (response.status >= 500) found.fail(`${route}: ${response.status}`)
    const isBusy = response.status === 429 || response.status === 503
    if (isBusy && !response.headers['retry-after'])
      found.fail(`${route}: ${response.status} without Retry-After`)
  }
}

/** Samples memory, and lets go of what the world would otherwise remember of every request. */
async function watch(world: World, memory: Memory, end: number): Promise<void> {
  while (Date.now() < end) {
    await memory.sample(world.stack)
    world.forget()
    await setTimeout(Math.min(SAMPLE_MS, Math.max(1, end - Date.now())))
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const world = await startWorld()
const traffic = new Traffic(seed)
await traffic.open(world, USERS)
const seconds = minutes * 60
say(`${clients} clients for ${seconds} s, with ${USERS} users …`)
const found = new Measurements()
const memory = new Memory()
const end = Date.now() + seconds * 1000
await Promise.all([
  watch(world, memory, end),
  ...Array.from({ length: clients }, () => runClient(world, traffic, found, end)),
])
await memory.sample(world.stack)
await world.stop()

say(`\n${found.count} requests, ${(found.count / seconds).toFixed(0)} a second; times in ms`)
for (const line of found.lines()) say(line)
say('\nmemory in use: first, most, last')
for (const line of memory.lines()) say(line)
const problems = [
  ...[...found.errors].map(([what, count]) => `${what} (${count} times)`),
  ...memory.growth(),
]
say(problems.length === 0 ? '\nNo errors.' : `\n${problems.join('\n')}`)
process.exitCode = problems.length === 0 ? 0 : 1
