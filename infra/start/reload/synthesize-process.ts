import { once } from 'node:events'
import { type BundleSource, toBundleSource } from '../../bundling/entries.ts'
import { loadFunctions } from '../../functions/load-functions.ts'
import { bundlePages } from '../../pages/bundle-pages.ts'
import { stageNamed } from '../../stages/stages.ts'
import { BUNDLES, LOCAL_FOLDER, STAGE } from '../local-folder.ts'

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
  const functions = await loadFunctions()
  const bundled = once(process, 'message')
  send({ functions: [...functions.routes, ...functions.workers].map(toBundleSource) })
  await bundlePages(stageNamed(STAGE), BUNDLES)
  const { synthesize } = await synthesizing
  await bundled
  const options = { functions, isBundled: true, inPlace: true }
  send({ assembly: (await synthesize(LOCAL_FOLDER, STAGE, options)).directory })
} catch (error) {
  send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}
process.disconnect()
