import type { Command } from 'commander'
import { RELEASED_FOLDER, synthesizeToday, writeReleased } from '../release/released-template.ts'
import { stageOption } from './named-stage.ts'
import { examples, jsonOption } from './options.ts'
import { print, printJson } from './print.ts'

/** `npm run release`: keeps today's template as the one that a stage is released with. */
export function defineRelease(command: Command): Command {
  return command
    .description("Keeps today's template, for `npm run drift` to hold later ones against.")
    .addOption(stageOption())
    .option('--released <folder>', 'where releases are kept', RELEASED_FOLDER)
    .addOption(jsonOption())
    .addHelpText('after', examples('npm run release -- -c stage=prod'))
    .action(release)
}

async function release(options: { context: string; released: string; json?: boolean }) {
  const { context: stage, released, json } = options
  const file = await writeReleased(stage, await synthesizeToday(stage), released)
  if (json) printJson({ stage, file })
  else print(`Kept in ${file}: commit it with the release.`)
}
