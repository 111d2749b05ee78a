import { mkdirSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { jsonOption, wholeNumber } from '../../../infra/ops/options.ts'
import { print, printJson } from '../../../infra/ops/print.ts'
import type { Python } from '../../../infra/programs/find-python.ts'
import { runWithPython } from '../../../infra/programs/run-with-python.ts'
import { scriptCommand } from '../../../infra/programs/script-command.ts'
import { LOCAL_FOLDER } from '../../../infra/start/local-folder.ts'
import { installEmulator } from '../../rehearsal/emulator/install-emulator.ts'
import { register } from '../../support/accounts.ts'
import { useTemporaryFolder } from '../../support/temporary-folder.ts'
import type { LocalStack } from './local-stack.ts'
import { measureReloads } from './measure-reload.ts'
import { CLIENTS, measureRound, type RouteFigures, routes, sender } from './measure-rounds.ts'
import { memoryOf } from './memory.ts'
import { toLocalReport } from './report-local.ts'
import type { LocalResult, StackResult } from './results.ts'
import { startMiniStack } from './start-ministack.ts'
import { startOurs } from './start-ours.ts'

// `npm run bench:local`: this service on `npm start` and on MiniStack, in one run on one machine.

const { rounds, quick, json } = scriptCommand(
  'bench:local',
  'Compares `npm start` with MiniStack, an emulator of AWS: start, memory, latency, throughput and reload of the same service. Both run in copies of the project. Needs Python 3.10 or newer.',
)
  .option('--rounds <n>', 'rounds, in which the stacks alternate', wholeNumber(1), 10)
  .option('--quick', '2 rounds, to check that everything runs; the figures mean nothing', false)
  .addOption(jsonOption())
  .parse()
  .opts<{ rounds: number; quick: boolean; json?: boolean }>()

const ROUND = quick ? { requests: 5, seconds: 0.5 } : { requests: 30, seconds: 2 }
const ROUNDS = quick ? 2 : rounds
const SAVES = quick ? 1 : 7
/** Requests before the first round. */
const WARM_UP = quick ? 5 : 100
/** After the start, until memory is measured. */
const REST_MS = 5_000

/** A started stack with its accounts and what is measured meanwhile. */
interface Measured {
  readonly stack: LocalStack
  readonly tokens: readonly string[]
  readonly restMb: number
  readonly routes: Readonly<Record<string, RouteFigures>>
}

useTemporaryFolder()
await runWithPython('the benchmark needs', async (python) => {
  const stacks: LocalStack[] = []
  const stopAll = async () => {
    for (const stack of stacks) await stack.stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void stopAll().finally(() => process.exit(130)))
  }
  try {
    await bench(python, stacks)
    return true
  } finally {
    await stopAll()
  }
})

/** Measures both stacks, and prints the result. @param started gets each stack, which the caller stops. */
async function bench(python: Python, started: LocalStack[]): Promise<void> {
  const home = join(LOCAL_FOLDER, 'rehearsal')
  const logs = join(LOCAL_FOLDER, 'bench-local')
  mkdirSync(logs, { recursive: true })
  progress('install MiniStack')
  const emulator = await installEmulator(python, { home, logs })
  progress('start npm start')
  const ours = await startOurs()
  started.push(ours)
  progress('start MiniStack and deploy')
  const other = await startMiniStack(emulator.python)
  started.push(other)
  const measured = [await warmUp(ours), await warmUp(other)]
  const before = loadOfMinute()
  await runRounds(measured)
  const after = loadOfMinute()
  const loaded = measured.map(({ stack }) => memoryOf(stack.pid))
  const results: StackResult[] = []
  for (const [i, { stack, tokens, restMb, routes: figures }] of measured.entries()) {
    progress(`${stack.name}: saves`)
    const reloads = await measureReloads(stack, tokens[0] ?? '', SAVES)
    const { name, start } = stack
    results.push({ name, start, restMb, loadedMb: loaded[i] ?? 0, routes: figures, reloads })
  }
  const [first, second] = results as [StackResult, StackResult]
  const { frontMs } = other
  const setting = describeSetting(emulator.version)
  const result: LocalResult = {
    setting,
    load: [before, after],
    frontMs,
    ours: first,
    other: second,
  }
  if (json) printJson(result)
  else print(toLocalReport(result))
}

/** Measures the memory at rest, opens an account for each client, and calls each route until its code is compiled. */
async function warmUp(stack: LocalStack): Promise<Measured> {
  await setTimeout(REST_MS)
  const restMb = memoryOf(stack.pid)
  const tokens: string[] = []
  while (tokens.length < CLIENTS) tokens.push((await register(stack.driver)).token)
  const figures: Record<string, RouteFigures> = {}
  for (const route of routes) {
    figures[route.name] = { p50: [], p90: [], perSecond: [] }
    const send = sender(stack.driver, route, tokens)
    for (let count = 0; count < WARM_UP; count++) await send(0, count)
  }
  return { stack, tokens, restMb, routes: figures }
}

/** Measures each route on both stacks once a round. Each round begins with the other stack. */
async function runRounds(measured: readonly Measured[]): Promise<void> {
  for (let round = 1; round <= ROUNDS; round++) {
    progress(`round ${round} of ${ROUNDS}`)
    const order = round % 2 === 1 ? measured : measured.toReversed()
    for (const route of routes) {
      for (const { stack, tokens, routes: figures } of order) {
        const own = figures[route.name]
        if (own) await measureRound(sender(stack.driver, route, tokens), ROUND, own)
      }
    }
  }
}

function describeSetting(emulatorVersion: string): string {
  const date = new Date().toISOString().slice(0, 10)
  const [cpu] = cpus()
  const machine = `${cpus().length} × ${cpu?.model ?? 'unknown processor'}`
  return `${date}, Node ${process.versions.node}, ${emulatorVersion}, ${machine}, ${ROUNDS} rounds`
}

function loadOfMinute(): number {
  return loadavg()[0] ?? 0
}

function progress(what: string): void {
  process.stderr.write(`… ${what}\n`)
}
