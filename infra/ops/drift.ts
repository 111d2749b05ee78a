import { findDrift } from '../find-drift.ts'
import { RELEASED_FOLDER, readReleased, synthesizeToday } from '../released-template.ts'
import { namedStage, stageOption } from './named-stage.ts'
import { print, runCommand, UsageError } from './run-command.ts'

// `npm run drift`: whether a deployment of today's template would lose anything. Works offline.

await runCommand({
  usage: `npm run drift -- -c stage=<stage> [--accept <logical id>]… [--released <folder>]

  --accept <logical id>  lets this resource go: it was looked at
  --released <folder>    where releases are kept; infra/released when absent`,
  options: {
    ...stageOption,
    accept: { type: 'string', multiple: true },
    released: { type: 'string' },
  },
  run: async (rest, { context, accept = [], released: folder = RELEASED_FOLDER }) => {
    const stage = namedStage(context)
    if (rest.length > 0) throw new UsageError(`What is "${rest[0]}"?`)
    const released = await readReleased(stage, folder)
    if (!released)
      throw new Error(`Stage "${stage}" was never released: there is nothing to hold it against`)
    const found = findDrift(released, await synthesizeToday(stage))
    const refused = found.filter(({ logicalId }) => !accept.includes(logicalId))
    for (const { logicalId, type, what } of refused) print(`${logicalId} (${type}) ${what}`)
    if (refused.length > 0) throw new Error(`Stage "${stage}" would lose what it was released with`)
    print(`Stage "${stage}" keeps all that it was released with.`)
  },
})
