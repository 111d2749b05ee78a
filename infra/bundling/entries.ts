import { resolve } from 'node:path'
import type { Plugin } from 'esbuild'
import type { LoadedFunction } from '../functions/load-functions.ts'

const PREFIX = 'function:'
const PRIME = resolve(import.meta.dirname, '../../shared/http/prime.ts')

/** The name by which esbuild is asked for a function's bundle. */
export function entryOf({ id }: LoadedFunction): string {
  return `${PREFIX}${id}`
}

/**
 * What a bundle starts with: the function's handler, and before it the priming of a route that may
 * read the users table. Generated, because importing a file of functions/ must do nothing.
 * @param awaitsPriming false leaves it, as `prime`, to whoever loads the bundle.
 */
export function entries(functions: readonly LoadedFunction[], awaitsPriming: boolean): Plugin {
  const byEntry = new Map(functions.map((loaded) => [entryOf(loaded), loaded]))
  return {
    name: 'entries',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^function:/ }, ({ path }) => ({ path, namespace: 'entry' }))
      onLoad({ filter: /.*/, namespace: 'entry' }, ({ path }) => {
        const loaded = byEntry.get(path)
        return loaded && { contents: toEntry(loaded, awaitsPriming), resolveDir: '/', loader: 'js' }
      })
    },
  }
}

function toEntry(loaded: LoadedFunction, awaitsPriming: boolean): string {
  const handler = `export { handler } from ${JSON.stringify(loaded.path)}`
  if (!isPrimed(loaded)) return handler
  const from = JSON.stringify(PRIME)
  return awaitsPriming
    ? `${handler}\nimport { prime } from ${from}\nawait prime()`
    : `${handler}\nexport { prime } from ${from}`
}

/** Workers are not: nobody waits for them. */
function isPrimed({ contract }: LoadedFunction): boolean {
  const isRoute = 'envelope' in contract
  return isRoute && (contract.uses.usersTable ?? []).includes('dynamodb:GetItem')
}
