import type { Command } from 'commander'
import { readDeployed } from '../release/deployed-template.ts'
import { RELEASED_FOLDER, writeReleased } from '../release/released-template.ts'
import { stacksOf } from '../stages/stacks.ts'
import { deployableStage } from '../stages/stages.ts'
import { examples, jsonOption, releasedOption, stageOption } from './options.ts'
import { print, printJson } from './print.ts'

/** `npm run release`: saves the templates of the deployed stacks as the last release of a stage. */
export function defineRelease(command: Command): Command {
  return command
    .description(
      'Saves the templates that the stacks of a stage were last deployed with, so that `npm run losses` compares later ones with them. Needs AWS credentials.',
    )
    .addOption(stageOption())
    .addOption(releasedOption(RELEASED_FOLDER))
    .addOption(jsonOption())
    .addHelpText('after', examples('npm run release -- -c stage=prod'))
    .action(release)
}

async function release(options: { context: string; released: string; json?: boolean }) {
  const { context: stage, released, json } = options
  const files: string[] = []
  for (const stack of stacksOf(deployableStage(stage))) {
    files.push(await writeReleased(stack, await readDeployed(stack), released))
  }
  if (json) printJson({ stage, files })
  else for (const file of files) print(`Saved in ${file}: commit it with the release.`)
}
