import { toBundleSource } from '../bundling/entries.ts'
import { measure } from '../bundling/measure.ts'
import { LOCAL_FOLDER, STAGE } from './local-folder.ts'
import type { PrepareMessage } from './prepare.ts'

// Bundles the functions and synthesizes the app for `npm start`. Sends the result and ends.

function send(message: PrepareMessage): void {
  process.send?.(message)
}

// Ctrl-C reaches this process too, but the start that waits for it ends in order.
process.on('SIGINT', () => undefined)
try {
  // Imported here, so that an error of a source is sent, too.
  const [{ loadFunctions }, { synthesize }] = await Promise.all([
    import('../functions/load-functions.ts'),
    import('./synthesize.ts'),
  ])
  const functions = await measure('load', () => loadFunctions())
  const { directory } = await synthesize(LOCAL_FOLDER, STAGE, { functions, inPlace: true })
  const sources = [...functions.routes, ...functions.workers].map(toBundleSource)
  send({ functions: sources, assembly: directory })
} catch (error) {
  send({ error })
}
process.disconnect()
