import { cp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type BuildOptions, build, type Metafile } from 'esbuild'
import type { LoadedFunction } from '../functions/load-functions.ts'
import { builtins } from './builtins.ts'
import { addCodeCache, SCRIPT_OPTIONS } from './code-cache.ts'
import { dropUnused } from './drop-unused.ts'
import { entries, entryOf } from './entries.ts'
import { type Architecture, installForLambda } from './install-for-lambda.ts'
import { LazyFiles } from './lazy-files.ts'
import { leaveOut } from './left-out.ts'
import { fingerprint, hasBundles, markBundles } from './reuse.ts'

/** Where the bundles go: a folder per function, which is its Lambda's code as it is. */
export const BUNDLES_FOLDER = resolve(import.meta.dirname, '../../dist/functions')

/** The folder with a function's bundle. */
export function bundleOf(loaded: LoadedFunction, folder = BUNDLES_FOLDER): string {
  return join(folder, loaded.id)
}

/** Where bundles go, and whether they are made to be deployed. */
export interface BundleOptions {
  readonly folder?: string
  /**
   * Whether packages with native code are put beside the bundles, for Lambda's platform. Locally
   * they are the project's own, and nothing is installed.
   * @default false
   */
  readonly forLambda?: boolean
  /** Lambda's processor, for packages with native code. @default arm64 */
  readonly architecture?: Architecture
  /** The `node` of the runtime, when bundles come with a code cache that it makes: docs/performance.md. */
  readonly codeCache?: string
  /** Whether bundles that are there already are kept when nothing has changed. @default false */
  readonly reuse?: boolean
}

/** Of each lever what it gains: docs/performance.md. */
const OPTIONS = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  // The SDK's and zod's ES modules can be shaken; their CommonJS cannot.
  mainFields: ['module', 'main'],
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  metafile: true,
} satisfies BuildOptions

/**
 * Bundles every function in one run: what is deployed, and what runs locally, byte for byte. A
 * function's folder has `index.mjs` and, beside it, what that loads only when it is needed.
 */
export async function bundleFunctions(
  functions: readonly LoadedFunction[],
  options: BundleOptions = {},
): Promise<void> {
  const { folder = BUNDLES_FOLDER, reuse = false } = options
  const made = reuse && fingerprint({ ...options, paths: functions.map(({ path }) => path) })
  if (made && hasBundles(folder, made)) return
  await rm(folder, { recursive: true, force: true })
  await makeBundles(functions, folder, options)
  if (made) markBundles(folder, made)
}

async function makeBundles(
  functions: readonly LoadedFunction[],
  folder: string,
  { forLambda = false, architecture, codeCache }: BundleOptions,
): Promise<void> {
  const lazyFiles = new LazyFiles()
  const name = codeCache ? 'function' : 'index'
  const { metafile } = await build({
    ...OPTIONS,
    ...(codeCache && SCRIPT_OPTIONS),
    entryPoints: functions.map((loaded) => ({ in: entryOf(loaded), out: `${loaded.id}/${name}` })),
    outdir: folder,
    plugins: [entries(functions, !codeCache), lazyFiles.plugin, dropUnused, builtins, leaveOut],
    external: functions.flatMap(({ contract }) => contract.nativePackages ?? []),
  })
  await build({
    ...OPTIONS,
    entryPoints: lazyEntries(metafile, lazyFiles, folder),
    outdir: folder,
    plugins: [dropUnused, builtins, leaveOut],
  })
  if (forLambda) await addNativePackages(functions, folder, architecture)
  if (codeCache) {
    const ids = functions.map(({ id }) => id)
    addCodeCache(ids, folder, codeCache)
  }
}

/** What each bundle loads later, to be made beside it. */
function lazyEntries(
  { outputs }: Metafile,
  lazyFiles: LazyFiles,
  folder: string,
): { in: string; out: string }[] {
  return Object.entries(outputs).flatMap(([output, { imports }]) => {
    const bundle = resolve(output, '..').slice(folder.length + 1)
    return imports.flatMap(({ path }) => {
      const found = lazyFiles.find(path)
      return found ? [{ in: found.path, out: join(bundle, found.name) }] : []
    })
  })
}

async function addNativePackages(
  functions: readonly LoadedFunction[],
  folder: string,
  architecture?: Architecture,
): Promise<void> {
  for (const loaded of functions) {
    const packages = loaded.contract.nativePackages ?? []
    if (packages.length === 0) continue
    const installed = await installForLambda(packages, architecture)
    await cp(installed, join(bundleOf(loaded, folder), 'node_modules'), { recursive: true })
  }
}
