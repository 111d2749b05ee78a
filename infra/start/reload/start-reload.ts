import { toBundleSource } from '../../bundling/entries.ts'
import { loadFunctions } from '../../functions/load-functions.ts'
import type { LocalStack } from '../../local/options.ts'
import type { ReloadStatus } from './reload-status.ts'
import { Reloader } from './reloader.ts'
import type { SourceWatcher } from './watch-sources.ts'

/**
 * Applies every save to a stack that has just started, until the returned function is called.
 * @param sources created before the app was synthesized, so that no save is missed.
 */
export async function startReload(
  stack: LocalStack,
  sources: SourceWatcher,
  status: ReloadStatus,
  print: (line: string) => void,
): Promise<() => void> {
  const { routes, workers } = await loadFunctions()
  const functions = [...routes, ...workers].map(toBundleSource)
  const reloader = new Reloader({ stack, functions, status, print })
  sources.start((files) => reloader.save(files))
  return () => {
    sources.stop()
    reloader.close()
  }
}
