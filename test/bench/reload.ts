import { setTimeout } from 'node:timers/promises'
import { requireNoOptions } from '../../infra/programs/require-no-options.ts'
import { CopiedProject } from '../support/copied-project.ts'

// `npm run bench:reload`: saves files of a copy of the project while `npm start` runs in it, and prints how
// long it takes until a response comes from the new code.

const SAVES = 10
const POLL_MS = 5
/** Between saves, so that each is measured alone. */
const PAUSE_MS = 4_000

requireNoOptions(
  'bench:reload',
  'Saves files while npm start runs, and prints the time until a response of the new code.',
)

const project = new CopiedProject()
try {
  const url = await project.start()
  const read = async (path: string) => await (await fetch(`${url}${path}`)).text()
  const save = async (file: string, path: string, old: RegExp, text: string) => {
    const start = performance.now()
    project.save(file, (code) => code.replace(old, `'${text}'`))
    while (!(await read(path)).includes(text)) await setTimeout(POLL_MS)
    return performance.now() - start
  }
  const saves = {
    'one handler': (text: string) =>
      save('functions/health.get.ts', '/health', /(?<=message: )'.*?'/, text),
    'a file of all handlers': (text: string) =>
      save('shared/http/errors.ts', '/nowhere', /(?<=super\()'Not found.*?'/, text),
  }
  process.stdout.write('ms from the save to a response of the new code\n')
  for (const [name, run] of Object.entries(saves)) {
    const times: number[] = []
    for (let count = 1; count <= SAVES; count++) {
      times.push(await run(`Not found ${name} ${count}`))
      await setTimeout(PAUSE_MS)
    }
    const sorted = times.toSorted((one, other) => one - other)
    const median = sorted[Math.floor(SAVES / 2)] ?? 0
    const all = times.map((ms) => ms.toFixed(0)).join(' ')
    process.stdout.write(`${name}: ${all}; median ${median.toFixed(0)}\n`)
  }
} finally {
  await project.stop()
}
