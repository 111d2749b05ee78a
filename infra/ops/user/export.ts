import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { defineAction } from './action.ts'

/** Only the operator's own user on this machine may read the file. */
const MODE = 0o600

/** `--export <file>`: writes everything stored about the user to a JSON file. */
export const exportAction = defineAction<string>({
  flags: '--export <file>',
  description: 'write everything stored about the user, without secrets, to a new JSON file',
  parse: (file) => resolve(file),
  plan: ({ record }, path) => {
    if (existsSync(path)) throw new Error(`${path} exists already: name another file.`)
    if (!existsSync(dirname(path))) throw new Error(`There is no folder ${dirname(path)}.`)
    return {
      effect: `write everything stored about the user, without secrets, to ${path}`,
      perform: async () => {
        const exported = { exported_at: Date.now(), ...record }
        // `wx` fails when the file was made in the meantime.
        await writeFile(path, `${JSON.stringify(exported, null, 2)}\n`, { flag: 'wx', mode: MODE })
        return `Written to ${path}.`
      },
    }
  },
})
