import { rm } from 'node:fs/promises'
import type { Command } from 'commander'
import { LOCAL_FOLDER, lockFolder } from '../start/local-folder.ts'
import { examples, jsonOption } from './options.ts'
import { print, printJson } from './print.ts'

/** `npm run reset`: forgets everything that the local stack has kept. */
export function defineReset(command: Command): Command {
  return command
    .description('Forgets all that the local stack has kept: accounts, pictures, messages.')
    .addOption(jsonOption())
    .addHelpText('after', examples('npm run reset', 'LOCAL_FOLDER=/tmp/other npm run reset'))
    .action(async ({ json }: { json?: boolean }) => {
      await lockFolder()
      await rm(LOCAL_FOLDER, { recursive: true, force: true })
      if (json) printJson({ forgotten: LOCAL_FOLDER })
      else print('Forgotten. The next `npm start` begins anew.')
    })
}
