import type { Command } from 'commander'
import { acceptanceOf, findLosses, type Loss } from '../release/find-losses.ts'
import { RELEASED_FOLDER, readReleased } from '../release/released-template.ts'
import { synthesizeTemplates } from '../release/synthesize-templates.ts'
import { serviceStackOf, stacksOf } from '../stages/stacks.ts'
import { stageNamed } from '../stages/stages.ts'
import { examples, jsonOption, releasedOption, stageOption } from './options.ts'
import { print, printJson } from './print.ts'

interface LossesOptions {
  readonly context: string
  readonly accept?: readonly string[]
  readonly released: string
  readonly json?: boolean
}

/** `npm run losses`: lists the resources with data that a deployment would delete or replace. */
export function defineLosses(command: Command): Command {
  return command
    .description(
      'Lists the tables, buckets, queues, logs, secrets, addresses and alarm topics that a deployment would delete, replace or protect less, ' +
        'compared with the last release of the stage. Works offline.',
    )
    .addOption(stageOption())
    .option('--accept <losses...>', 'losses to accept, as the command names them')
    .addOption(releasedOption(RELEASED_FOLDER))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'npm run losses -- -c stage=prod',
        'npm run losses -- -c stage=prod --accept WorkersFailedPurges2B6A4E1C:be-deleted',
      ),
    )
    .action(losses)
}

async function losses({ context: name, accept = [], released: folder, json }: LossesOptions) {
  const stage = stageNamed(name)
  if (!(await readReleased(serviceStackOf(stage), folder))) {
    throw new Error(`Stage "${name}" was never released: there is nothing to compare with`)
  }
  const next = await synthesizeTemplates(name)
  const all: Loss[] = []
  for (const stack of stacksOf(stage)) {
    const released = await readReleased(stack, folder)
    const template = next[stack.id]
    if (released && template) all.push(...findLosses(released, template))
    else if (!json) print(`${stack.name} was never released, and is not compared.`)
  }
  const found = all
    .map((loss) => ({ ...loss, accept: acceptanceOf(loss) }))
    .filter((loss) => !accept.includes(loss.accept))
  if (json) printJson(found)
  else for (const { logicalId, type, effect } of found) print(`${logicalId} (${type}) ${effect}`)
  if (found.length > 0) {
    const words = found.map((loss) => loss.accept).join(' ')
    throw new Error(
      `A deployment of stage "${name}" would lose resources. To accept these losses: --accept ${words}`,
    )
  }
  if (!json) print(`A deployment of stage "${name}" would lose nothing.`)
}
