import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BundleOptions, bundleFunctions } from '../../infra/bundling/bundle-functions.ts'
import { loadFunctions } from '../../infra/functions/load-functions.ts'

/** Bundles the functions with these ids into a new folder. Returns the folder. */
export async function bundled(ids: readonly string[], options?: BundleOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'user api-'))
  const { routes, workers } = await loadFunctions()
  const some = [...routes, ...workers].filter(({ id }) => ids.includes(id))
  await bundleFunctions(some, { ...options, folder })
  return folder
}
