import { existsSync, globSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FunctionContract } from '../../shared/function-contract.ts'
import type { Route } from '../../shared/http/define-route.ts'
import type { Worker } from '../../shared/workers/define-worker.ts'

/** A file of functions/: one Lambda function with its contract. */
export interface LoadedFunction {
  /** Construct id, e.g. `UsersInfoPatch`. Made from the file's name, so renaming the file replaces the function. */
  readonly id: string
  /** Relative to functions/, e.g. `users/info.patch.ts`. */
  readonly file: string
  /** Absolute path of the file. */
  readonly path: string
  readonly contract: FunctionContract
}

/** A function behind a route of the API. */
export interface LoadedRoute extends LoadedFunction {
  /** Route key of API Gateway, e.g. `PATCH /users/info` or `$default`. */
  readonly routeKey: string
  readonly contract: Route
}

/** The field of its contract that each kind of worker needs. */
const WORKER_FIELDS = { queue: 'queue', stream: 'keyPrefix', schedule: 'everyMinutes' } as const

type Trigger = keyof typeof WORKER_FIELDS

interface LoadedWorkerOf<T extends Trigger> extends LoadedFunction {
  readonly trigger: T
  readonly contract: Worker & Required<Pick<Worker, (typeof WORKER_FIELDS)[T]>>
}

/** A function behind an event source. */
export type LoadedWorker = { [T in Trigger]: LoadedWorkerOf<T> }[Trigger]

/** The path of the file that documents a route: `info.patch.docs.ts` for `info.patch.ts`. */
export function docsPathOf(path: string): string {
  return path.replace(/\.ts$/, DOCS)
}

/** Every function of the API. */
export interface LoadedFunctions {
  readonly routes: readonly LoadedRoute[]
  readonly workers: readonly LoadedWorker[]
}

const FUNCTIONS_FOLDER = resolve(import.meta.dirname, '../../functions')
const DOCS = '.docs.ts'
const METHODS = ['get', 'post', 'put', 'patch', 'delete']
const TRIGGERS = Object.keys(WORKER_FIELDS) as Trigger[]
const FILE = /^(?:(?<folder>.+)\/)?(?<name>[a-z0-9-]+)\.(?<suffix>[a-z-]+)\.ts$/
const SEGMENT = /^[a-z0-9-]+$/

/**
 * Finds, imports and checks all functions. It imports the files instead of parsing them, so that
 * contracts can be any TypeScript.
 * @throws Error that lists every invalid file with its problem.
 */
export async function loadFunctions(folder = FUNCTIONS_FOLDER): Promise<LoadedFunctions> {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}`)
  const files = filesIn(folder)
  const problems: string[] = []
  const routes: LoadedRoute[] = []
  const workers: LoadedWorker[] = []
  for (const file of files.filter((one) => !one.endsWith(DOCS))) {
    try {
      const loaded = await loadFunction(folder, file)
      if ('routeKey' in loaded) routes.push(loaded)
      else workers.push(loaded)
    } catch (error) {
      problems.push(`${file}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  problems.push(...findDuplicateRoutes(routes), ...findUnpairedDocs(files, routes))
  if (problems.length > 0)
    throw new Error(`Invalid files in functions/:\n  ${problems.join('\n  ')}`)
  return { routes, workers }
}

/** The path of each route's file, by route key. Imports no file. */
export function findRoutePaths(folder = FUNCTIONS_FOLDER): Map<string, string> {
  const routes = filesIn(folder).filter((file) => !file.endsWith(DOCS) && !triggerOf(file))
  return new Map(routes.map((file) => [toRouteKey(file), join(folder, file)]))
}

function filesIn(folder: string): string[] {
  return globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

interface FunctionModule {
  route?: Route
  worker?: Worker
  handler?: unknown
}

async function loadFunction(folder: string, file: string): Promise<LoadedRoute | LoadedWorker> {
  const trigger = triggerOf(file)
  const routeKey = trigger ?? toRouteKey(file)
  const path = join(folder, file)
  const { route, worker, handler } = (await import(pathToFileURL(path).href)) as FunctionModule
  if (typeof handler !== 'function') throw new Error('it exports no `handler`')
  const loaded = { id: toId(file), file, path }
  if (trigger) {
    if (!worker) throw new Error('it exports no `worker`')
    const field = WORKER_FIELDS[trigger]
    if (worker[field] === undefined) throw new Error(`its \`worker\` has no \`${field}\``)
    return { ...loaded, trigger, contract: worker } as LoadedWorker
  }
  if (!route) throw new Error('it exports no `route`')
  return { ...loaded, routeKey, contract: route }
}

/** The kind of event source of a worker's file. */
function triggerOf(file: string) {
  const { suffix } = FILE.exec(file)?.groups ?? {}
  return TRIGGERS.find((kind) => kind === suffix)
}

/** `users/info.patch.ts` → `PATCH /users/info`; `users/index.delete.ts` → `DELETE /users`. */
function toRouteKey(file: string): string {
  const { folder, name = '', suffix = '' } = FILE.exec(file)?.groups ?? {}
  if (suffix === 'default') return '$default'
  if (!METHODS.includes(suffix)) {
    throw new Error(`its name must end in .{${[...METHODS, 'default', ...TRIGGERS].join('|')}}.ts`)
  }
  const segments = [...(folder?.split('/') ?? []), ...(name === 'index' ? [] : [name])]
  const invalid = segments.find((segment) => !SEGMENT.test(segment))
  if (invalid) throw new Error(`"${invalid}" is not a path segment: use a-z, 0-9 and -`)
  return `${suffix.toUpperCase()} /${segments.join('/')}`
}

/** `users/info.patch.ts` → `UsersInfoPatch`. */
function toId(file: string): string {
  const words = file.replace(/\.ts$/, '').split(/[^a-z0-9]+/)
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function findDuplicateRoutes(routes: readonly LoadedRoute[]): string[] {
  const byRoute = Map.groupBy(routes, ({ routeKey }) => routeKey)
  return [...byRoute]
    .filter(([, files]) => files.length > 1)
    .map(([key, files]) => `${files.map(({ file }) => file).join(' and ')}: both are ${key}`)
}

/** Finds docs files without a route, and routes without docs. `$default` and workers need no docs. */
function findUnpairedDocs(files: readonly string[], routes: readonly LoadedRoute[]): string[] {
  const orphans = files
    .filter((file) => file.endsWith(DOCS) && !files.includes(documentedFileOf(file)))
    .map((docs) => `${docs}: it has no route beside it`)
  const undocumented = routes
    .filter(({ file, routeKey }) => routeKey !== '$default' && !files.includes(docsPathOf(file)))
    .map(({ file }) => `${file}: it has no docs: add ${docsPathOf(file)}`)
  return [...orphans, ...undocumented]
}

/** The route's file that a docs file documents; empty when its name is not that of a route. */
function documentedFileOf(docs: string): string {
  const file = docs.replace(DOCS, '.ts')
  return METHODS.includes(FILE.exec(file)?.groups?.suffix ?? '') ? file : ''
}
