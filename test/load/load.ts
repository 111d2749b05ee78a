import { execFileSync } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { positiveNumber, wholeNumber } from '../../infra/ops/options.ts'
import { scriptCommand } from '../../infra/programs/script-command.ts'
import { startWorld, type World } from '../faults/world.ts'
import { Measurements } from './measurements.ts'
import { Memory } from './memory.ts'
import { Traffic } from './traffic.ts'

const { minutes, clients, seed } = scriptCommand(
  'load',
  'Sends the requests of a usual day to a new local stack, as fast as possible. Fails on a 5xx, a 429 or 503 without Retry-After, a request that hangs and, after some minutes, memory that grows.',
)
  .option('--minutes <n>', 'duration of the run', positiveNumber, 1)
  .option('--clients <n>', 'parallel clients', wholeNumber(1), 16)
  .option('--seed <n>', 'seed of the requests', wholeNumber(0), 1)
  .parse()
  .opts<{ minutes: number; clients: number; seed: number }>()

const USERS = 100
const SAMPLE_MS = 5_000
/**
 * The last sample is taken this long after the last request. Environments that the load needed in addition end after
 * 3 s, V8 keeps their pages for 8 s more, and threads that decode pictures end after 16 s.
 */
const REST_MS = 20_000
/** Below API Gateway's limit of 30 s. */
const HANG_MS = 29_000

async function runClient(world: World, traffic: Traffic, found: Measurements, end: number) {
  while (Date.now() < end) {
    const { request, learn } = await traffic.next()
    const route = `${request.method} ${request.path.split('?')[0]}`
    const start = performance.now()
    const response = await Promise.race([
      world.call(request).catch((error: unknown) => String(error)),
      setTimeout(HANG_MS, 'no response', { ref: false }),
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

/** Samples memory, and clears the record of requests, which would grow. */
async function watch(world: World, memory: Memory, end: number): Promise<void> {
  while (Date.now() < end) {
    await memory.sample(world.stack)
    world.forget()
    await setTimeout(Math.min(SAMPLE_MS, Math.max(1, end - Date.now())))
  }
}

/** Synthesizes in another process, as `npm start` does, so that the CDK takes no memory of this one. */
function synthesize(): void {
  const assemblies = new URL('../support/assemblies.ts', import.meta.url)
  const code = `import { assemblyOf } from '${assemblies}'; await assemblyOf('local')`
  execFileSync(process.execPath, ['--input-type=module', '--eval', code], { stdio: 'inherit' })
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

synthesize()
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
await setTimeout(REST_MS)
await memory.sample(world.stack)
await world.stop()

say(`\n${found.count} requests, ${(found.count / seconds).toFixed(0)} a second; times in ms`)
for (const line of found.lines()) say(line)
say(`\nmemory in use: first, most, and ${REST_MS / 1000} s after the last request`)
for (const line of memory.lines()) say(line)
const problems = [
  ...[...found.errors].map(([what, count]) => `${what} (${count} times)`),
  ...memory.growth(),
]
say(problems.length === 0 ? '\nNo errors.' : `\n${problems.join('\n')}`)
process.exitCode = problems.length === 0 ? 0 : 1
