import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { BUNDLES_FOLDER, bundleFunctions } from '../bundling/bundle-functions.ts'
import { mapStack } from '../bundling/map-stack.ts'
import { loadFunctions } from '../functions/load-functions.ts'
import { bundlePage } from '../pages/bundle-page.ts'
import { pagesOf } from '../pages/pages.ts'
import { examples } from './options.ts'
import { print } from './print.ts'

// Not in the folder of the local stack, which refuses a folder with files of something else.
const FOLDER = resolve(BUNDLES_FOLDER, '../explained')

/** `npm run explain-stack`: maps a stack from the log of a deployed function to the sources. */
export function defineExplainStack(command: Command): Command {
  return command
    .description(
      'Reads a log line or a stack of a deployed function from standard input, and prints it with lines of ' +
        'the sources. Check out the deployed commit first.',
    )
    .argument('<function>', 'the function, or its name or log group on AWS, e.g. UsersInfoPatch')
    .addHelpText('after', examples('npm run explain-stack -- UsersInfoPatch < line.json'))
    .action(async (name: string) => {
      const stack = toStack(await text(process.stdin))
      print(mapStack(stack, await mapFileOf(name)))
    })
}

/** Makes the bundles of this commit, which are those that a deployment of it has. */
async function mapFileOf(name: string): Promise<string> {
  const { routes, workers } = await loadFunctions()
  const functions = [...routes, ...workers]
  const pages = pagesOf({ docs: true })
  const id = findId(
    name,
    [...functions, ...pages].map((one) => one.id),
  )
  const page = pages.find((one) => one.id === id)
  if (page) await bundlePage(page, FOLDER)
  else await bundleFunctions(functions, { folder: FOLDER, reuse: true })
  return join(FOLDER, id, 'index.mjs.map')
}

/**
 * The function's id, which its name on AWS contains. The longest, as an id can contain another.
 * @throws Error that lists the ids.
 */
export function findId(name: string, ids: readonly string[]): string {
  const [found] = ids
    .filter((id) => name.includes(id))
    .sort((one, other) => other.length - one.length)
  if (!found) throw new Error(`No function is called ${name}, only: ${ids.join(', ')}`)
  return found
}

/** Takes the stack out of a log line; any other text stays. */
function toStack(input: string): string {
  try {
    const { error } = JSON.parse(input) as { error: { name: string; stack: string } }
    return `${error.name}\n${error.stack}`
  } catch {
    return input
  }
}
