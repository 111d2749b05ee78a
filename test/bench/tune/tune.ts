import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { bundleFunctions } from '../../../infra/bundling/bundle-functions.ts'
import {
  MB_PER_CPU,
  MEMORY_FILE,
  MEMORY_SIZES,
  type MemoryFigures,
  type MemoryMb,
  type Tuned,
} from '../../../infra/costs/memory.ts'
import {
  type LoadedRoute,
  type LoadedWorker,
  loadFunctions,
} from '../../../infra/functions/load-functions.ts'
import { wholeNumber } from '../../../infra/ops/options.ts'
import { scriptCommand } from '../../../infra/programs/script-command.ts'
import { useTemporaryFolder } from '../../support/temporary-folder.ts'
import { eventOf } from '../function-events.ts'
import { startStandIn } from '../measure.ts'
import { ordinaryPictures, REFERENCE } from '../pictures/ordinary-pictures.ts'
import { type CpuQuota, openCpuQuota } from './cpu-quota.ts'
import { toPlot } from './plot.ts'
import { measureOnce, type TunedSample } from './sample.ts'

// `npm run tune`: how long each function takes with the share of a processor that each size of memory buys.
// Writes infra/costs/memory.json, which the tables and costs read, and a plot.

const ROOT = resolve(import.meta.dirname, '../../..')
/** The delay of each AWS call: a usual latency of DynamoDB within a region. */
const DELAY_MS = 4
const PICTURE = 'UsersProfilePicturePost'

const { rounds, requests } = scriptCommand(
  'tune',
  'Measures each function with the processor shares of 256, 512, 1,024 and 1,769 MB.',
)
  .option('--rounds <n>', 'fresh processes per function and size', wholeNumber(1), 4)
  .option('--requests <n>', 'measured warm requests per process', wholeNumber(1), 20)
  .parse()
  .opts<{ rounds: number; requests: number }>()
useTemporaryFolder()

const quota = openCpuQuota()
if (quota) {
  try {
    await tune(quota)
  } finally {
    quota.remove()
  }
} else {
  process.stdout.write(
    'Skipped: this machine has no control groups that this user may create (run as root on Linux).\n',
  )
}
process.exit(0)

async function tune(limited: CpuQuota): Promise<void> {
  mkdirSync(join(ROOT, 'dist'), { recursive: true })
  const folder = mkdtempSync(join(ROOT, 'dist/tune-'))
  try {
    const { routes, workers } = await loadFunctions()
    await bundleFunctions([...routes, ...workers], { folder })
    const functions = await measureAll([...routes, ...workers], folder, limited)
    const [{ model = 'unknown processor' } = {}] = cpus()
    const setting = `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${process.arch}, ${model}, the best of ${rounds} processes of ${requests} requests, ${DELAY_MS} ms per AWS call`
    writeFileSync(MEMORY_FILE, `${JSON.stringify({ setting, functions }, null, 2)}\n`)
    writeFileSync(join(ROOT, 'docs/images/memory.svg'), toPlot({ setting, functions }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function measureAll(
  loaded: readonly (LoadedRoute | LoadedWorker)[],
  folder: string,
  limited: CpuQuota,
): Promise<Tuned['functions']> {
  const env = await startStandIn(DELAY_MS)
  const events = new Map(loaded.map((one) => [one.id, eventOf(one)]))
  events.set(PICTURE, await withPhoto(events.get(PICTURE)))
  const samples = new Map<string, TunedSample[]>()
  for (let round = 1; round <= rounds; round++) {
    for (const [id, event] of events) {
      process.stderr.write(`\rround ${round} of ${rounds}: ${id.padEnd(30)}`)
      for (const memoryMb of MEMORY_SIZES) {
        const task = { bundle: join(folder, id, 'index.mjs'), event, count: requests }
        const sample = await measureOnce(task, {
          env,
          quota: limited,
          share: memoryMb / MB_PER_CPU,
        })
        const key = `${id} ${memoryMb}`
        samples.set(key, [...(samples.get(key) ?? []), sample])
      }
    }
  }
  process.stderr.write('\n')
  const figuresOf = (id: string) => (memoryMb: MemoryMb) =>
    [memoryMb, toFigures(samples.get(`${id} ${memoryMb}`) ?? [])] as const
  return Object.fromEntries(
    loaded.map(({ id }) => [id, Object.fromEntries(MEMORY_SIZES.map(figuresOf(id)))]),
  ) as Tuned['functions']
}

/** The upload of a photo of 12 MP. */
async function withPhoto(event: object = {}): Promise<object> {
  const photo = (await ordinaryPictures[REFERENCE]?.()) ?? Buffer.alloc(0)
  const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
  const form = Buffer.concat([Buffer.from(head), photo, Buffer.from('\r\n--b--\r\n')])
  return { ...event, body: form.toString('base64') }
}

/** The best of the processes, because other work on the machine only makes them slower. */
function toFigures(samples: readonly TunedSample[]): MemoryFigures {
  const best = (of: (sample: TunedSample) => number) =>
    Math.round(Math.min(...samples.map(of)) * 10) / 10
  return {
    first: best(({ first }) => first),
    p50: best(({ durations }) => quantile(durations, 0.5)),
    p90: best(({ durations }) => quantile(durations, 0.9)),
    rssMb: Math.round(Math.max(...samples.map(({ maxRss }) => maxRss)) / 1024),
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
}
