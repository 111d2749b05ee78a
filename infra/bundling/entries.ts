import { resolve } from 'node:path'
import type { Plugin } from 'esbuild'
import type { LoadedFunction } from '../functions/load-functions.ts'

const PREFIX = 'function:'
const PRIME = resolve(import.meta.dirname, '../../shared/http/prime.ts')

/** The parts of a function that its bundle is made from. Has no code, so it can be sent to another process. */
export interface BundleSource {
  readonly id: string
  /** Absolute path of the function's file. */
  readonly path: string
  readonly isPrimed: boolean
  readonly nativePackages: readonly string[]
}

export function toBundleSource(loaded: LoadedFunction): BundleSource {
  const { id, path, contract } = loaded
  return { id, path, isPrimed: isPrimed(loaded), nativePackages: contract.nativePackages ?? [] }
}

/** The name of a function's entry point in esbuild. */
export function entryOf({ id }: Pick<BundleSource, 'id'>): string {
  return `${PREFIX}${id}`
}

/**
 * esbuild plugin: generates the entry points. An entry exports the function's handler. For a route that may
 * read the users table, it also primes (opens early) the connection to that table. The files of functions/
 * do not do this themselves, because importing them must have no side effect.
 * @param awaitsPriming True: the entry itself awaits `prime()` when it is imported. False: the entry
 * exports `prime`, and cached-entry.mjs, which loads it, calls it. A script cannot await at top level.
 */
export function entries(functions: readonly BundleSource[], awaitsPriming: boolean): Plugin {
  const byEntry = new Map(functions.map((source) => [entryOf(source), source]))
  return {
    name: 'entries',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^function:/ }, ({ path }) => ({ path, namespace: 'entry' }))
      onLoad({ filter: /.*/, namespace: 'entry' }, ({ path }) => {
        const source = byEntry.get(path)
        return source && { contents: toEntry(source, awaitsPriming), resolveDir: '/', loader: 'js' }
      })
    },
  }
}

function toEntry({ path, isPrimed }: BundleSource, awaitsPriming: boolean): string {
  const handler = `export { handler } from ${JSON.stringify(path)}`
  if (!isPrimed) return handler
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
