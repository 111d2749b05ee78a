import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { print } from '../../infra/ops/print.ts'
import { endPrograms } from '../../infra/programs/run-program.ts'
import { scriptCommand } from '../../infra/programs/script-command.ts'
import { startUserApi } from '../../infra/start/start-user-api.ts'
import { assemblyOf } from '../support/assemblies.ts'
import { plain } from '../support/images.ts'
import type { Generator } from './generator.ts'
import { go } from './go.ts'
import { openapiGenerators } from './openapi-generator.ts'
import { python } from './python.ts'
import { describeResult, type Result, withTable } from './table.ts'
import { tryGenerator } from './try-generator.ts'
import { typescript } from './typescript.ts'

// `npm run generators`: makes a client with each generator from the document of a new local stack,
// compiles it strictly, and runs it against the stack. One generator at a time.

const ROOT = resolve(import.meta.dirname, '../..')
const FOLDER = join(ROOT, '.local/generators')
const PAGE = join(ROOT, 'docs/clients.md')
const generators: readonly Generator[] = [...openapiGenerators, python, go, ...typescript]

const command = scriptCommand(
  'generators',
  'Makes, compiles and runs clients of the OpenAPI document with the usual generators.',
)
  .argument('[names...]', 'parts of the names of the generators to run; default: all')
  .option('--write', 'write the table of docs/clients.md; needs all generators')
  .parse()
const { write } = command.opts<{ write?: true }>()

/** @returns the results of the chosen generators. */
async function tryGenerators(chosen: readonly Generator[]): Promise<Result[]> {
  const picture = join(FOLDER, 'picture.png')
  await mkdir(FOLDER, { recursive: true })
  await writeFile(picture, await plain(40, 30).png().toBuffer())
  const stack = await startUserApi({ assembly: await assemblyOf('local') })
  const apiUrl = stack.outputs.ApiUrl ?? ''
  const surroundings = { downloads: FOLDER, apiUrl, picture, installed: new Set<string>() }
  try {
    const results: Result[] = []
    for (const generator of chosen) {
      const result = await tryGenerator(generator, surroundings)
      results.push(result)
      print(describeResult(result))
    }
    return results
  } finally {
    await stack.stop()
  }
}

process.on('exit', endPrograms)
const chosen = generators.filter(
  ({ name }) => command.args.length === 0 || command.args.some((part) => name.includes(part)),
)
const results = await tryGenerators(chosen)
const failed = results.filter(({ failure }) => failure)
if (write && results.length === generators.length && results.every(({ skipped }) => !skipped)) {
  await writeFile(PAGE, withTable(await readFile(PAGE, 'utf8'), results))
} else if (write) {
  print('docs/clients.md is unchanged: the table needs a run of all generators.')
}
process.exitCode = failed.length > 0 || results.length === 0 ? 1 : 0
