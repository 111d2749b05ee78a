import { cp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { installForLambda } from './install-for-lambda.ts'
import type { LoadedFunction } from './load-functions.ts'

/** Where the bundles go: a folder per function, which is its Lambda's code as it is. */
export const BUNDLES_FOLDER = resolve(import.meta.dirname, '../dist/functions')

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
}

/** Bundles every function in one run: what is deployed, and what runs locally, byte for byte. */
export async function bundleFunctions(
  functions: readonly LoadedFunction[],
  { folder = BUNDLES_FOLDER, forLambda = false }: BundleOptions = {},
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
    external: functions.flatMap(({ contract }) => contract.nativePackages ?? []),
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  })
  if (forLambda) await addNativePackages(functions, folder)
}

async function addNativePackages(
  functions: readonly LoadedFunction[],
  folder: string,
): Promise<void> {
  for (const loaded of functions) {
    const packages = loaded.contract.nativePackages ?? []
    if (packages.length === 0) continue
    const installed = await installForLambda(packages)
    await cp(installed, join(bundleOf(loaded, folder), 'node_modules'), { recursive: true })
  }
}
