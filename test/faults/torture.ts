import { loadFunctions } from '../../infra/functions/load-functions.ts'
import { positiveNumber, wholeNumber } from '../../infra/ops/options.ts'
import { scriptCommand } from '../../infra/programs/script-command.ts'
import { sendBadInput } from './bad-input/send-bad-input.ts'
import { crashCases } from './crash-cases.ts'
import { sweepCrashes } from './crash-sweep.ts'
import { freshSeed, runHistory } from './histories/run-history.ts'
import { startWorld, type World } from './world.ts'

const BAD_INPUT_RUNS = 25

const { minutes, seed: given } = scriptCommand(
  'torture',
  'Histories, crashes and bad input while AWS fails. Prints each seed that breaks a promise, and how to repeat it.',
)
  .option('--minutes <n>', 'how long to run new seeds', positiveNumber, 1)
  .option('--seed <n>', 'run this seed once', wholeNumber(0))
  .parse()
  .opts<{ minutes: number; seed?: number }>()

/** Runs one seed. Returns a description of each violation. */
async function torture(world: World, seed: number): Promise<readonly string[]> {
  const history = await runHistory(world, seed)
  const one = crashCases[seed % crashCases.length]
  const crashes = one ? await sweepCrashes(world, [one]) : { crashes: 0, violations: [] }
  const { routes } = await loadFunctions()
  const route = routes
    .filter(({ routeKey }) => routeKey !== '$default')
    .at(seed % (routes.length - 1))
  const input = route
    ? await complaints(() => sendBadInput(world, route, { seed, runs: BAD_INPUT_RUNS }))
    : []
  say(
    `seed ${seed}: ${history.operations} requests with ${history.faults} faults, ` +
      `${crashes.crashes} crashes of "${one?.name}", bad input for ${route?.routeKey}`,
  )
  return [...history.violations, ...crashes.violations, ...input]
}

async function complaints(run: () => Promise<void>): Promise<string[]> {
  try {
    await run()
    return []
  } catch (error) {
    const { message, cause } = error as Error
    return [`${message} ${cause instanceof Error ? cause.message : ''}`]
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const world = await startWorld()
const end = Date.now() + minutes * 60_000
const failed: number[] = []
let seed = given ?? freshSeed()
do {
  const violations = await torture(world, seed)
  if (violations.length > 0) {
    failed.push(seed)
    for (const violation of violations) say(`  ${violation}`)
    say(`  Again: npm run torture -- --seed ${seed}`)
  }
  seed += 1
} while (given === undefined && Date.now() < end)
await world.stop()
say(failed.length === 0 ? 'All promises were kept.' : `Failing seeds: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
