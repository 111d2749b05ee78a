import type { Command } from 'commander'
import { writeDocs } from '../docs/write-docs.ts'
import { examples, jsonOption } from './options.ts'
import { print, printJson } from './print.ts'

/** `npm run docs`: updates the files that are generated from the contracts and the measurements. */
export function defineDocs(command: Command): Command {
  return command
    .description(
      'Updates the tables of README.md, docs/errors.md, docs/scaling.md and docs/performance.md, the OpenAPI ' +
        "documents, the client's types and the list of common passwords.",
    )
    .addOption(jsonOption())
    .addHelpText('after', examples('npm run docs'))
    .action(async ({ json }: { json?: boolean }) => {
      const written = await writeDocs()
      if (json) printJson({ written })
      else if (written.length === 0) print('Everything is up to date.')
      else print(`Wrote ${written.join(', ')}.`)
    })
}
