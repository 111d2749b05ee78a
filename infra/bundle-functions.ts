import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import type { LoadedFunction } from './load-functions.ts'

/** Where the bundles go: a folder per function, which is its Lambda's code as it is. */
export const BUNDLES_FOLDER = resolve(import.meta.dirname, '../dist')

/** The folder with a function's bundle. */
export function bundleOf(loaded: LoadedFunction, folder = BUNDLES_FOLDER): string {
  return join(folder, loaded.id)
}

/** Bundles every function in one run: what is deployed, and what runs locally, byte for byte. */
export async function bundleFunctions(
  functions: readonly LoadedFunction[],
  folder = BUNDLES_FOLDER,
): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await build({
    entryPoints: functions.map(({ id, path }) => ({ in: path, out: `${id}/index` })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // The SDK's and zod's ES modules can be shaken; their CommonJS cannot.
    mainFields: ['module', 'main'],
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  })
}
