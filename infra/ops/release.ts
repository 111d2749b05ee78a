import type { Command } from 'commander'
import { RELEASED_FOLDER, writeReleased } from '../release/released-template.ts'
import { synthesizeTemplate } from '../release/synthesize-template.ts'
import { examples, jsonOption, releasedOption, stageOption } from './options.ts'
import { print, printJson } from './print.ts'

/** `npm run release`: saves the current template as the last release of a stage. */
export function defineRelease(command: Command): Command {
  return command
    .description(
      'Saves the current template of a stage, so that `npm run losses` compares later templates with it.',
    )
    .addOption(stageOption())
    .addOption(releasedOption(RELEASED_FOLDER))
    .addOption(jsonOption())
    .addHelpText('after', examples('npm run release -- -c stage=prod'))
    .action(release)
}

async function release(options: { context: string; released: string; json?: boolean }) {
  const { context: stage, released, json } = options
  const file = await writeReleased(stage, await synthesizeTemplate(stage), released)
  if (json) printJson({ stage, file })
  else print(`Saved in ${file}: commit it with the release.`)
}
