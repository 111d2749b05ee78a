import type { Command } from 'commander'
import { readDeployed } from '../release/deployed-template.ts'
import { RELEASED_FOLDER, writeReleased } from '../release/released-template.ts'
import { deployableStage } from '../stages/stages.ts'
import { examples, jsonOption, releasedOption, stageOption } from './options.ts'
import { print, printJson } from './print.ts'

/** `npm run release`: saves the template of a deployed stack as the last release of a stage. */
export function defineRelease(command: Command): Command {
  return command
    .description(
      'Saves the template that a stage was last deployed with, so that `npm run losses` compares later ones with it. Needs AWS credentials.',
    )
    .addOption(stageOption())
    .addOption(releasedOption(RELEASED_FOLDER))
    .addOption(jsonOption())
    .addHelpText('after', examples('npm run release -- -c stage=prod'))
    .action(release)
}

async function release(options: { context: string; released: string; json?: boolean }) {
  const { context: stage, released, json } = options
  const file = await writeReleased(stage, await readDeployed(deployableStage(stage)), released)
  if (json) printJson({ stage, file })
  else print(`Saved in ${file}: commit it with the release.`)
}
