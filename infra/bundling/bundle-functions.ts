import { cp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import type { LoadedFunction } from '../functions/load-functions.ts'
import { builtins } from './builtins.ts'
import { addCodeCache, SCRIPT_OPTIONS } from './code-cache.ts'
import { dropSdkSchemas, dropUnused } from './drop-unused.ts'
import { type BundleSource, entries, entryOf, toBundleSource } from './entries.ts'
import { externalNativePackages } from './external-native-packages.ts'
import { type Architecture, installForLambda } from './install-for-lambda.ts'
import { leaveOut } from './left-out.ts'
import { fingerprint, hasBundles, writeFingerprint } from './reuse.ts'

/** Default folder of the bundles. Each function's subfolder is the code of its Lambda function. */
export const BUNDLES_FOLDER = resolve(import.meta.dirname, '../../dist/functions')

/** The subfolder with the files that bundles for reloads share. */
export const CHUNKS = 'chunks'

/** The folder of a function's bundle. */
export function bundleOf(loaded: LoadedFunction, folder = BUNDLES_FOLDER): string {
  return join(folder, loaded.id)
}

/** esbuild plugins that make bundles smaller than esbuild alone does. README.md beside this file has the effect of each. */
export const rules: readonly Plugin[] = [dropUnused, dropSdkSchemas, builtins, ...leaveOut]

/** Options of bundleFunctions. */
export interface BundleOptions {
  readonly folder?: string
  /**
   * Adds packages with native code, installed for Lambda's platform. Local runs use the project's
   * own packages instead.
   * @default false
   */
  readonly forLambda?: boolean
  /** Lambda's processor, for packages with native code. @default arm64 */
  readonly architecture?: Architecture
  /**
   * Command that runs Lambda's version of Node, which then makes a V8 code cache for each bundle:
   * docs/performance.md.
   * @default no code caches
   */
  readonly codeCache?: string
  /** esbuild plugins that make bundles smaller, for measurements. @default all */
  readonly rules?: readonly Plugin[]
  /** Makes the bundles of `reloadOptions`, faster. @default false */
  readonly forReload?: boolean
  /** Keeps existing bundles if no source has changed. @default false */
  readonly reuse?: boolean
}

/** esbuild options of every bundle. */
const OPTIONS = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  // esbuild tree-shakes the ES modules of the SDK and zod, not their CommonJS.
  mainFields: ['module', 'main'],
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
} satisfies BuildOptions

/**
 * esbuild options of bundles that are made again after each save. Bundling all functions takes as long as bundling one
 * for a deployment, because they share the files of `chunks/`. Nothing is minified: names stay readable.
 */
export function reloadOptions(functions: readonly BundleSource[], folder: string) {
  const native = functions.flatMap(({ nativePackages }) => nativePackages)
  return {
    ...OPTIONS,
    minify: false,
    splitting: true,
    chunkNames: `${CHUNKS}/[name]-[hash]`,
    entryPoints: functions.map((source) => ({ in: entryOf(source), out: `${source.id}/index` })),
    outdir: folder,
    plugins: [entries(functions, true), externalNativePackages(native), ...rules],
  } satisfies BuildOptions
}

/**
 * Bundles all functions. Deployments and tests run the same bytes. The folder of a function has `index.mjs` and its source map.
 */
export async function bundleFunctions(
  functions: readonly LoadedFunction[],
  options: BundleOptions = {},
): Promise<void> {
  const { folder = BUNDLES_FOLDER, reuse = false } = options
  const sources = reuse && fingerprint({ ...options, paths: functions.map(({ path }) => path) })
  if (sources && hasBundles(folder, sources)) return
  await rm(folder, { recursive: true, force: true })
  await makeBundles(functions, folder, options)
  if (sources) writeFingerprint(folder, sources)
}

async function makeBundles(
  functions: readonly LoadedFunction[],
  folder: string,
  { forLambda = false, forReload, architecture, codeCache, rules: plugins = rules }: BundleOptions,
): Promise<void> {
  if (forReload) {
    await build(reloadOptions(functions.map(toBundleSource), folder))
    return
  }
  // With a code cache, cached-entry.mjs becomes the function's index.mjs.
  const name = codeCache ? 'function' : 'index'
  await build({
    ...OPTIONS,
    ...(codeCache && SCRIPT_OPTIONS),
    entryPoints: functions.map((loaded) => ({ in: entryOf(loaded), out: `${loaded.id}/${name}` })),
    outdir: folder,
    plugins: [entries(functions.map(toBundleSource), !codeCache), ...plugins],
    external: functions.flatMap(({ contract }) => contract.nativePackages ?? []),
  })
  if (forLambda) await addNativePackages(functions, folder, architecture)
  if (codeCache) {
    const ids = functions.map(({ id }) => id)
    addCodeCache(ids, folder, codeCache)
  }
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
