import { existsSync, readFileSync } from 'node:fs'
import { createRequire, findPackageJSON, registerHooks } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Where a function's handler is. */
export interface HandlerLocation {
  /** The folder of the function's code. */
  folder: string
  /** `file.export`, as in the template. */
  handler: string
  /** A folder with packages that the code does not contain, such as Lambda's AWS SDK. */
  packagesFolder: string
}

type Handler = (event: unknown, context: object) => unknown

/**
 * Loads a function's handler as Lambda does, from `<file>.mjs`, `.js` or `.cjs` in its code.
 * @throws Error when there is no such file or export.
 */
export async function loadHandler({
  folder,
  handler,
  packagesFolder,
}: HandlerLocation): Promise<Handler> {
  const [, path = '', name = ''] = /^(.+)\.([^.]+)$/.exec(handler) ?? []
  const file = ['mjs', 'js', 'cjs']
    .map((extension) => join(folder, `${path}.${extension}`))
    .find((candidate) => existsSync(candidate))
  if (!file) throw new Error(`The code has no ${path}.mjs, .js or .cjs for the handler ${handler}`)
  findPackagesIn(packagesFolder, folder)
  const loaded = isMistakenForModule(file, folder) ? requireFrom(folder, file) : await load(file)
  const found = loaded[name] ?? loaded.default?.[name]
  if (typeof found !== 'function') throw new Error(`${path} exports no function ${name}`)
  return found
}

type Loaded = Record<string, Handler> & { default?: Record<string, Handler> }

async function load(file: string): Promise<Loaded> {
  return await import(pathToFileURL(file).href)
}

/** Resolves packages that the code does not contain from `packagesFolder`, e.g. the SDK that Lambda provides. */
function findPackagesIn(packagesFolder: string, folder: string): void {
  const parentURL = pathToFileURL(join(packagesFolder, 'index.js')).href
  const ofCode = `${pathToFileURL(folder).href}/`
  registerHooks({
    resolve: (specifier, context, next) => {
      try {
        return next(specifier, context)
      } catch (error) {
        const isMissing = /MODULE_NOT_FOUND/.test((error as NodeJS.ErrnoException).code ?? '')
        if (!isMissing || !context.parentURL?.startsWith(ofCode)) throw error
        return next(specifier, { ...context, parentURL })
      }
    },
  })
}

/**
 * Returns whether a package.json above the code makes Node take a CommonJS `.js` file for an ES module.
 * On Lambda there is no package.json above the code.
 */
function isMistakenForModule(file: string, folder: string): boolean {
  const nearest = file.endsWith('.js') ? findPackageJSON(pathToFileURL(file)) : undefined
  if (!nearest || nearest.startsWith(join(folder, '/'))) return false
  return JSON.parse(readFileSync(nearest, 'utf8')).type === 'module'
}

function requireFrom(folder: string, file: string): Loaded {
  const ofCode = pathToFileURL(join(folder, '/')).href
  registerHooks({
    load: (url, context, next) => {
      const isOwn = url.startsWith(ofCode) && url.endsWith('.js') && !url.includes('/node_modules/')
      if (!isOwn) return next(url, context)
      const source = readFileSync(fileURLToPath(url))
      return { format: 'commonjs', source, shortCircuit: true }
    },
  })
  return createRequire(import.meta.url)(file)
}
