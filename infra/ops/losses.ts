import type { Command } from 'commander'
import { findLosses } from '../release/find-losses.ts'
import { RELEASED_FOLDER, readReleased } from '../release/released-template.ts'
import { synthesizeTemplate } from '../release/synthesize-template.ts'
import { stageNamed } from '../stages/stages.ts'
import { examples, jsonOption, releasedOption, stageOption } from './options.ts'
import { print, printJson } from './print.ts'

interface LossesOptions {
  readonly context: string
  readonly accept: readonly string[]
  readonly released: string
  readonly json?: boolean
}

/** `npm run losses`: lists the resources with data that a deployment would delete or replace. */
export function defineLosses(command: Command): Command {
  return command
    .description(
      'Lists the tables, buckets, queues, logs, secrets and addresses that a deployment would delete, replace or protect less, ' +
        'compared with the last release of the stage. Works offline.',
    )
    .addOption(stageOption())
    .option('--accept <logical ids…>', 'resources that may be lost', [])
    .addOption(releasedOption(RELEASED_FOLDER))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'npm run losses -- -c stage=prod',
        'npm run losses -- -c stage=prod --accept WorkersFailedPurges2B6A4E1C',
      ),
    )
    .action(losses)
}

async function losses({ context: stage, accept, released: folder, json }: LossesOptions) {
  stageNamed(stage)
  const released = await readReleased(stage, folder)
  if (!released) {
    throw new Error(`Stage "${stage}" was never released: there is nothing to compare with`)
  }
  const all = findLosses(released, await synthesizeTemplate(stage))
  const found = all.filter(({ logicalId }) => !accept.includes(logicalId))
  if (json) printJson(found)
  else for (const { logicalId, type, effect } of found) print(`${logicalId} (${type}) ${effect}`)
  if (found.length > 0) throw new Error(`A deployment of stage "${stage}" would lose resources`)
  if (!json) print(`A deployment of stage "${stage}" would lose nothing.`)
}
