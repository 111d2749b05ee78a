import { RELEASED_FOLDER, synthesizeToday, writeReleased } from '../released-template.ts'
import { namedStage, stageOption } from './named-stage.ts'
import { print, runCommand, UsageError } from './run-command.ts'

// `npm run release`: keeps today's template as the one that a stage is released with.

await runCommand({
  usage: `npm run release -- -c stage=<stage> [--released <folder>]

  --released <folder>  where releases are kept; infra/released when absent`,
  options: { ...stageOption, released: { type: 'string' } },
  run: async (rest, { context, released = RELEASED_FOLDER }) => {
    const stage = namedStage(context)
    if (rest.length > 0) throw new UsageError(`What is "${rest[0]}"?`)
    const file = await writeReleased(stage, await synthesizeToday(stage), released)
    print(`Kept in ${file}: commit it with the release.`)
  },
})
