import { Reloader, type ReloaderOptions } from './reloader.ts'
import type { SourceWatcher } from './watch-sources.ts'

/**
 * Applies every save to a stack that has just started, until the returned function is called.
 * @param sources created before the app was synthesized, so that no save is missed.
 */
export function startReload(options: ReloaderOptions, sources: SourceWatcher): () => void {
  const reloader = new Reloader(options)
  sources.start((files) => reloader.save(files))
  return () => {
    sources.stop()
    reloader.close()
  }
}
