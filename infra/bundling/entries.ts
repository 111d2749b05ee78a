import { resolve } from 'node:path'
import type { Plugin } from 'esbuild'
import type { LoadedFunction } from '../functions/load-functions.ts'

const PREFIX = 'function:'
const PRIME = resolve(import.meta.dirname, '../../shared/http/prime.ts')

/** The name of a function's entry point in esbuild. */
export function entryOf({ id }: LoadedFunction): string {
  return `${PREFIX}${id}`
}

/**
 * esbuild plugin: generates the entry points. An entry exports the function's handler. For a route that may
 * read the users table, it also primes (opens early) the connection to that table. The files of functions/
 * do not do this themselves, because importing them must have no side effect.
 * @param awaitsPriming True: the entry itself awaits `prime()` when it is imported. False: the entry
 * exports `prime`, and cached-entry.mjs, which loads it, calls it. A script cannot await at top level.
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

/** Workers are not primed: no client waits for them. */
function isPrimed({ contract }: LoadedFunction): boolean {
  const isRoute = 'envelope' in contract
  return isRoute && (contract.uses.usersTable ?? []).includes('dynamodb:GetItem')
}
