import type { Command } from 'commander'
import { clearFolder, LOCAL_FOLDER } from '../start/local-folder.ts'
import { examples, jsonOption } from './options.ts'
import { print, printJson } from './print.ts'

/** `npm run reset`: deletes the data of the local stack. */
export function defineReset(command: Command): Command {
  return command
    .description('Deletes all data of the local stack: accounts, pictures, messages.')
    .addOption(jsonOption())
    .addHelpText('after', examples('npm run reset', 'LOCAL_FOLDER=/tmp/other npm run reset'))
    .action(async ({ json }: { json?: boolean }) => {
      await clearFolder()
      if (json) printJson({ deleted: LOCAL_FOLDER })
      else print(`Deleted the data in ${LOCAL_FOLDER}. The next \`npm start\` begins without data.`)
    })
}
