import type { Command } from 'commander'
import { type Drift, findDrift } from '../release/find-drift.ts'
import { RELEASED_FOLDER, readReleased, synthesizeToday } from '../release/released-template.ts'
import { stageOption } from './named-stage.ts'
import { examples, jsonOption } from './options.ts'
import { print, printJson } from './print.ts'

interface DriftOptions {
  readonly context: string
  readonly accept: readonly string[]
  readonly released: string
  readonly json?: boolean
}

/** `npm run drift`: whether a deployment of today's template would lose anything. Works offline. */
export function defineDrift(command: Command): Command {
  return command
    .description(
      'Tells what a deployment would take from a stage that was released. Works offline.',
    )
    .addOption(stageOption())
    .option('--accept <logical ids…>', 'resources that may go: they were looked at', [])
    .option('--released <folder>', 'where releases are kept', RELEASED_FOLDER)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'npm run drift -- -c stage=prod',
        'npm run drift -- -c stage=prod --accept WorkersFailedPurges2B6A4E1C',
      ),
    )
    .action(drift)
}

async function drift({ context: stage, accept, released: folder, json }: DriftOptions) {
  const released = await readReleased(stage, folder)
  if (!released) {
    throw new Error(`Stage "${stage}" was never released: there is nothing to hold it against`)
  }
  const found = findDrift(released, await synthesizeToday(stage))
  const refused = found.filter(({ logicalId }) => !accept.includes(logicalId))
  tell(refused, json)
  if (refused.length > 0) throw new Error(`Stage "${stage}" would lose what it was released with`)
  if (!json) print(`Stage "${stage}" keeps all that it was released with.`)
}

function tell(refused: readonly Drift[], json: boolean | undefined): void {
  if (json) printJson(refused)
  else for (const { logicalId, type, what } of refused) print(`${logicalId} (${type}) ${what}`)
}
