import type { BundleSource } from '../../bundling/entries.ts'
import { Rebuilder, type Rebuilt } from '../../bundling/rebuilder.ts'
import { BUNDLES } from '../local-folder.ts'

// Bundles the functions again after each save. A separate process, so that the memory of esbuild and TypeScript is not
// part of the stack's process. It ends when `npm start` ends.

/** A request to this process. It gets one reply. */
export type BundleRequest =
  | { readonly do: 'open' | 'setFunctions'; readonly functions: readonly BundleSource[] }
  | { readonly do: 'rebuild' | 'confirm' | 'undo' }

let rebuilder: Rebuilder | undefined

async function handle(request: BundleRequest): Promise<Rebuilt> {
  if (request.do === 'open') {
    rebuilder = new Rebuilder(request.functions, BUNDLES)
    return await rebuilder.rebuild()
  }
  if (!rebuilder) return { error: 'The functions were never bundled' }
  if (request.do === 'setFunctions') return await rebuilder.setFunctions(request.functions)
  if (request.do === 'rebuild') return await rebuilder.rebuild()
  if (request.do === 'undo') return { changed: rebuilder.undo() }
  rebuilder.confirm()
  return { changed: [] }
}

process.on('message', async (request: BundleRequest) => {
  process.send?.(await handle(request).catch((error: unknown) => ({ error: String(error) })))
})
process.once('disconnect', () => process.exit())
