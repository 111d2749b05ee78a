import type { Command } from 'commander'
import { readConsumption } from '../costs/consumption.ts'
import { consumptionTable, limitTables } from '../costs/cost-tables.ts'
import { durationsOf } from '../costs/durations.ts'
import { readTuned } from '../costs/memory.ts'
import { loadFunctions } from '../functions/load-functions.ts'
import { stageNamed } from '../stages/stages.ts'
import { examples, jsonOption, wholeNumber } from './options.ts'
import { print, printJson, printTable } from './print.ts'

interface CostsOptions {
  readonly users: number
  readonly stage: string
  readonly json?: boolean
}

/** `npm run costs`: computes what requests cost, and which limit is reached first as users grow. */
export function defineCosts(command: Command): Command {
  return command
    .description(
      'Computes what a request of each route costs and which limit comes first as users grow, from the ' +
        'consumption that `npm run bench:costs` measured. Works offline.',
    )
    .option('--users <n>', 'monthly users to begin with', wholeNumber(1), 10_000)
    .option('--stage <stage>', 'the stage whose settings apply', 'prod')
    .addOption(jsonOption())
    .addHelpText('after', examples('npm run costs', 'npm run costs -- --users 250000'))
    .action(costs)
}

async function costs({ users, stage: name, json }: CostsOptions): Promise<void> {
  const measured = readConsumption()
  const requests = consumptionTable(measured)
  const durations = durationsOf(await loadFunctions(), readTuned())
  const limits = limitTables(users, stageNamed(name), measured, durations)
  if (json) {
    printJson({ requests, ...limits })
    return
  }
  print('Dollars per million requests:\n')
  printTable(requests)
  print('\nThe first limit, and the share of it at the busiest moment:\n')
  printTable(limits.first)
  print('\nEvery limit, and the share of it at the busiest moment, by monthly users:\n')
  printTable(limits.all.map(({ Source, ...row }) => row))
}
