import { existsSync, globSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Route } from '../shared/http/define-route.ts'

/** One file of functions/: a Lambda and what wakes it. */
export interface LoadedFunction {
  /** Construct id, e.g. `UsersInfoPatch`. Renaming the file replaces the Lambda, and nothing else. */
  readonly id: string
  /** Relative to functions/, e.g. `users/info.patch.ts`. */
  readonly file: string
  /** Absolute path of the file. */
  readonly path: string
  /** As API Gateway has it, e.g. `PATCH /users/info`, or `$default`. */
  readonly routeKey: string
  readonly route: Route
}

/** The folder whose files are the API. */
const FUNCTIONS_FOLDER = resolve(import.meta.dirname, '../functions')

const METHODS = ['get', 'post', 'put', 'patch', 'delete']
const FILE = /^(?:(?<folder>.+)\/)?(?<name>[a-z0-9-]+)\.(?<suffix>[a-z-]+)\.ts$/
const SEGMENT = /^[a-z0-9-]+$/

/**
 * Finds, imports and checks every function. Imported and not parsed, so that a contract is code.
 * @throws Error that lists every file that is wrong, and how.
 */
export async function loadFunctions(folder = FUNCTIONS_FOLDER): Promise<LoadedFunction[]> {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}`)
  const files = globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
  const refusals: string[] = []
  const functions: LoadedFunction[] = []
  for (const file of files) {
    try {
      functions.push(await loadFunction(folder, file))
    } catch (error) {
      refusals.push(`${file}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  refusals.push(...findClashes(functions))
  if (refusals.length > 0) throw new Error(`functions/ is not sound:\n  ${refusals.join('\n  ')}`)
  return functions
}

async function loadFunction(folder: string, file: string): Promise<LoadedFunction> {
  const routeKey = toRouteKey(file)
  const path = join(folder, file)
  const module = (await import(pathToFileURL(path).href)) as { route?: Route; handler?: unknown }
  if (!module.route) throw new Error('it exports no `route`')
  if (typeof module.handler !== 'function') throw new Error('it exports no `handler`')
  return { id: toId(file), file, path, routeKey, route: module.route }
}

/** `users/info.patch.ts` → `PATCH /users/info`; `users/index.delete.ts` → `DELETE /users`. */
function toRouteKey(file: string): string {
  const { folder, name = '', suffix = '' } = FILE.exec(file)?.groups ?? {}
  if (suffix === 'default') return '$default'
  if (!METHODS.includes(suffix)) {
    throw new Error(`its name must end in .{${METHODS.join('|')}|default}.ts`)
  }
  const segments = [...(folder?.split('/') ?? []), ...(name === 'index' ? [] : [name])]
  const odd = segments.find((segment) => !SEGMENT.test(segment))
  if (odd) throw new Error(`"${odd}" is no path segment: use a-z, 0-9 and -`)
  return `${suffix.toUpperCase()} /${segments.join('/')}`
}

/** `users/info.patch.ts` → `UsersInfoPatch`. */
function toId(file: string): string {
  const words = file.replace(/\.ts$/, '').split(/[^a-z0-9]+/)
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function findClashes(functions: readonly LoadedFunction[]): string[] {
  const byRoute = Map.groupBy(functions, ({ routeKey }) => routeKey)
  return [...byRoute]
    .filter(([, claimants]) => claimants.length > 1)
    .map(
      ([key, claimants]) => `${claimants.map(({ file }) => file).join(' and ')}: both are ${key}`,
    )
}
