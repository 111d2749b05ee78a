import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LoadedFunction } from '../functions/load-functions.ts'
import { bundleOf } from './bundle-functions.ts'

/** Writes bundles without code, for templates that are compared or checked but not deployed. */
export async function writeEmptyBundles(
  functions: readonly LoadedFunction[],
  bundlesFolder: string,
): Promise<void> {
  for (const loaded of functions) {
    const folder = bundleOf(loaded, bundlesFolder)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'index.mjs'), '')
  }
}
