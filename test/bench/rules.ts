import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { bundleFunctions, rules } from '../../infra/bundling/bundle-functions.ts'
import {
  type LoadedRoute,
  type LoadedWorker,
  loadFunctions,
} from '../../infra/functions/load-functions.ts'
import { wholeNumber } from '../../infra/ops/options.ts'
import { scriptCommand } from '../../infra/programs/script-command.ts'
import { loadedBytes } from './contenders.ts'
import { eventOf } from './function-events.ts'
import { inRounds, startSampler } from './measure.ts'
import { pairedRatio } from './statistics.ts'

// `npm run bench:rules`: cold CPU and size of a function without each rule of the bundling, relative to
// those with all rules. All variants of a route are measured in the same rounds.

const DIST = resolve(import.meta.dirname, '../../dist')
/** Bundles with all rules, measured three times in each round: their mean is the base of the ratios. */
const BASES = [undefined, undefined, undefined]
/** A small route, the benchmark's route, the largest, and the worker with another SDK client. */
const IDS = [
  'AuthMeGet',
  'UsersInfoPatch',
  'UsersProfilePicturePost',
  'WorkersRecordMcqAttemptsQueue',
]

const { rounds } = scriptCommand(
  'bench:rules',
  'What each rule of the bundling saves, each measured by leaving it out.',
)
  .option('--rounds <n>', 'fresh processes per variant', wholeNumber(1), 15)
  .parse()
  .opts<{ rounds: number }>()

mkdirSync(DIST, { recursive: true })
const folder = mkdtempSync(join(DIST, 'bench-'))
try {
  await main()
} finally {
  rmSync(folder, { recursive: true })
}
process.exit(0)

/** The bundles of all measured functions, made with some of the rules. */
interface Variant {
  /** The rule that is left out; undefined for all rules. */
  readonly without?: string
  readonly isCached: boolean
  readonly folder: string
}

async function main(): Promise<void> {
  const { routes, workers } = await loadFunctions()
  const measured = [...routes, ...workers].filter(({ id }) => IDS.includes(id))
  const variants = await buildVariants(measured)
  const sample = await startSampler()
  for (const loaded of measured) {
    const { id } = loaded
    const tasks = variants.map((variant) => ({
      bundle: join(variant.folder, id, 'index.mjs'),
      event: eventOf(loaded),
      kind: 'cold' as const,
    }))
    const samples = await inRounds(tasks, rounds, sample, id)
    const cpu = samples.map((rounds) => rounds.map(({ coldCpu = 0 }) => coldCpu))
    process.stdout.write(`\n${id}\n`)
    for (const [i, variant] of variants.entries()) printVariant(id, variants, cpu, i, variant)
  }
}

/** Makes bundles with all rules (three times) and without each rule, all of these with and without a code cache. */
async function buildVariants(
  functions: readonly (LoadedRoute | LoadedWorker)[],
): Promise<Variant[]> {
  const variants: Variant[] = []
  for (const isCached of [false, true]) {
    for (const without of [...BASES, ...rules.map(({ name }) => name)]) {
      const target = join(folder, `${variants.length}`)
      await bundleFunctions(functions, {
        folder: target,
        rules: rules.filter(({ name }) => name !== without),
        ...(isCached && { codeCache: `"${process.execPath}"` }),
      })
      variants.push({ without, isCached, folder: target })
    }
  }
  return variants
}

function printVariant(
  id: string,
  variants: readonly Variant[],
  cpu: readonly (readonly number[])[],
  i: number,
  { without, isCached, folder }: Variant,
): void {
  const bases = [...variants.keys()].filter(
    (at) => at !== i && !variants[at]?.without && variants[at]?.isCached === isCached,
  )
  // Mean of several processes a round, because one alone varies by a tenth on a busy machine.
  const base = (cpu[0] ?? []).map(
    (_, round) => bases.reduce((sum, at) => sum + (cpu[at]?.[round] ?? 0), 0) / bases.length,
  )
  const { value, low, high } = pairedRatio(cpu[i] ?? [], base)
  const kilobytes = (target = '') => loadedBytes(join(target, id)) / 1024
  const more = kilobytes(folder) - kilobytes(variants[bases[0] ?? 0]?.folder)
  process.stdout.write(
    `${(without ?? 'all rules (A/A)').padEnd(20)} ${isCached ? 'cached' : 'plain '} ` +
      `${value.toFixed(3)} (${low.toFixed(2)}–${high.toFixed(2)}) ${more.toFixed(1)} KB\n`,
  )
}
