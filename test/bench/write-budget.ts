import { writeFileSync } from 'node:fs'
import { requireNoOptions } from '../../infra/programs/require-no-options.ts'
import { BUDGET_FILE, measureBundles } from './budget.ts'

// `npm run budget`: accepts the present sizes of the bundles.

requireNoOptions(
  'budget',
  'Accepts the present sizes of the bundles: writes test/bench/budget.json.',
)

const sizes = await measureBundles()
writeFileSync(BUDGET_FILE, `${JSON.stringify(sizes, null, 2)}\n`)
process.stdout.write(
  `${Object.entries(sizes)
    .map(([id, kilobytes]) => `${id.padEnd(32)}${kilobytes} KB`)
    .join('\n')}\n`,
)
