import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import type { BundleSource } from '../../bundling/entries.ts'
import { addPages } from '../../pages/replace-pages.ts'
import { BUNDLES, LOCAL_FOLDER, STAGE, STAGED_PAGES } from '../local-folder.ts'
import { forgetPrepared } from '../prepared.ts'

// Synthesizes the app from the sources as they are now, in a new process: a process that has imported a
// file never reads it again. Sends the list of functions, waits until these are bundled, sends the result.

/** The messages of this process, in this order. `error` takes the place of either. */
export type SynthesisMessage =
  | { readonly functions: readonly BundleSource[] }
  | { readonly assembly: string }
  | { readonly error: string }

function send(message: SynthesisMessage): void {
  process.send?.(message)
}

try {
  // Loading the CDK takes most of the time.
  const synthesizing = import('../synthesize.ts')
  // Handled below, where it is awaited.
  synthesizing.catch(() => undefined)
  // Imported here, so that the `catch` below also sends an error in a source file.
  const { loadFunctions } = await import('../../functions/load-functions.ts')
  const { toBundleSource } = await import('../../bundling/entries.ts')
  const { bundlePages } = await import('../../pages/bundle-pages.ts')
  const { stageNamed } = await import('../../stages/stages.ts')
  const functions = await loadFunctions()
  const bundled = once(process, 'message')
  send({ functions: [...functions.routes, ...functions.workers].map(toBundleSource) })
  forgetPrepared()
  await rm(STAGED_PAGES, { recursive: true, force: true })
  await bundlePages(stageNamed(STAGE), STAGED_PAGES)
  addPages(STAGED_PAGES, BUNDLES)
  const { synthesize } = await synthesizing
  await bundled
  const options = { functions, bundles: 'existing' as const, inPlace: true }
  send({ assembly: (await synthesize(LOCAL_FOLDER, STAGE, options)).directory })
} catch (error) {
  send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}
process.disconnect()
