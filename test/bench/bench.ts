import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { wholeNumber } from '../../infra/ops/options.ts'
import { scriptCommand } from '../../infra/programs/script-command.ts'
import { useTemporaryFolder } from '../support/temporary-folder.ts'
import { toChart } from './chart.ts'
import {
  buildContenders,
  buildFunctions,
  type Contender,
  frameworkOf,
  installPeers,
  loadedBytes,
} from './contenders.ts'
import { PATCH_EVENT } from './fixture.ts'
import { eventOf } from './function-events.ts'
import { inRounds, type Sampler, startSampler } from './measure.ts'
import { toReport } from './report.ts'
import { checkTargets, type Measured, type MeasuredFunction } from './results.ts'

const DIST = resolve(import.meta.dirname, '../../dist')

const options = scriptCommand(
  'bench',
  'Our bundles against the bare SDK and other stacks, in one interleaved run.',
)
  .option('--rounds <n>', 'fresh processes per stack', wholeNumber(1), 15)
  .option('--quick', '3 rounds, to check that everything runs; the figures mean nothing', false)
  .option('--json', 'every sample, instead of the tables', false)
  .option('--svg <file>', 'also draws the cold starts into a file')
  .parse()
  .opts<{ rounds: number; quick: boolean; json: boolean; svg?: string }>()
const rounds = options.quick ? 3 : options.rounds
// Fewer than in `counts`, because some functions hash a password, which takes 40 ms.
const functionCounts = options.quick ? { warmUp: 100, count: 20 } : { warmUp: 1000, count: 100 }
// With 500 requests the result still depended on when V8 compiled the last functions.
const counts = options.quick ? { warmUp: 200, count: 200 } : { warmUp: 1000, count: 2000 }
// V8 compiles until about request 10,000. How much is compiled before that depends on the host's speed.
const steadyCounts = options.quick ? counts : { warmUp: 30_000, count: 30_000 }

useTemporaryFolder()
installPeers()
mkdirSync(DIST, { recursive: true })
// Inside the project, so that the bundles find its packages with native code.
const folder = mkdtempSync(join(DIST, 'bench-'))
try {
  await main()
} finally {
  rmSync(folder, { recursive: true })
}

async function main(): Promise<void> {
  const contenders = await buildContenders(folder)
  const sample = await startSampler()
  const measured = await measureContenders(contenders, sample)
  const functions = await measureFunctions(sample)
  const targets = checkTargets(measured)
  const date = new Date().toISOString().slice(0, 10)
  const setting = `${date}, Node ${process.versions.node}, ${process.platform}-${process.arch}, ${rounds} rounds`
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ setting, measured, functions, targets }, null, 2)}\n`
      : `${setting}\n\n${toReport(measured, functions, targets)}`,
  )
  if (options.svg) writeFileSync(options.svg, toChart(measured))
  process.exit(0)
}

async function measureContenders(
  contenders: readonly Contender[],
  sample: Sampler,
): Promise<Measured[]> {
  const request = { event: PATCH_EVENT, status: 200 }
  const whole = contenders.filter(({ bundle }) => bundle)
  const cold = await inRounds(
    whole.map(({ bundle = '' }) => ({ ...request, bundle, kind: 'cold' })),
    rounds,
    sample,
    'cold',
  )
  const warm = await inRounds(
    whole.map(({ bundle = '' }) => ({ ...request, ...counts, bundle, kind: 'warm' })),
    rounds,
    sample,
    'warm',
  )
  const withFramework = contenders.filter(({ framework }) => framework)
  const frameworkOnly = await inRounds(
    withFramework.map(({ framework = '' }) => ({
      ...request,
      ...steadyCounts,
      bundle: framework,
      kind: 'warm',
    })),
    rounds,
    sample,
    'framework only',
  )
  return contenders.map((contender) => ({
    ...contender,
    cold: cold[whole.indexOf(contender)] ?? [],
    warm: warm[whole.indexOf(contender)] ?? [],
    frameworkOnly: frameworkOnly[withFramework.indexOf(contender)] ?? [],
  }))
}

async function measureFunctions(sample: Sampler): Promise<MeasuredFunction[]> {
  const bundles = join(folder, 'functions')
  const { routes, workers } = await buildFunctions(bundles)
  const tasks = [...routes, ...workers].map((loaded) => ({
    id: loaded.id,
    event: eventOf(loaded),
    bundle: join(bundles, loaded.id, 'index.mjs'),
  }))
  const cold = await inRounds(
    tasks.map((task) => ({ ...task, kind: 'cold' })),
    rounds,
    sample,
    'our functions, cold',
  )
  const warm = await inRounds(
    tasks.map((task) => ({ ...task, ...functionCounts, kind: 'warm' })),
    1,
    sample,
    'our functions, warm',
  )
  const frameworkOnly = await inRounds(
    tasks.map((task) => ({
      ...task,
      ...functionCounts,
      bundle: frameworkOf(bundles, task.id),
      kind: 'warm',
    })),
    1,
    sample,
    'our functions, framework only',
  )
  return tasks.map(({ id }, i) => ({
    id,
    loadedBytes: loadedBytes(join(bundles, id)),
    cold: cold[i] ?? [],
    warm: warm[i] ?? [],
    frameworkOnly: frameworkOnly[i] ?? [],
  }))
}
