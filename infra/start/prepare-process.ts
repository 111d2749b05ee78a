import { measurePhase } from '../stack/measure-phase.ts'
import { LOCAL_FOLDER, STAGE } from './local-folder.ts'
import type { PrepareMessage } from './prepare.ts'
import {
  forgetPrepared,
  hashOfSources,
  type Prepared,
  readPrepared,
  writePrepared,
} from './prepared.ts'

// Bundles the functions and synthesizes the app for `npm start`, unless an earlier start has done so from the
// same sources. Sends the result and ends.

function send(message: PrepareMessage): void {
  process.send?.(message)
}

async function make(): Promise<Prepared> {
  // Imported here, so that the `catch` below also sends an error in a source file.
  const [{ loadFunctions }, { toBundleSource }, { synthesize }] = await Promise.all([
    import('../functions/load-functions.ts'),
    import('../bundling/entries.ts'),
    import('./synthesize.ts'),
  ])
  const functions = await measurePhase('load', () => loadFunctions())
  const { directory } = await synthesize(LOCAL_FOLDER, STAGE, { functions, inPlace: true })
  const sources = [...functions.routes, ...functions.workers].map(toBundleSource)
  return { functions: sources, assembly: directory }
}

// Ctrl-C reaches this process too. Ignored, because `npm start` handles Ctrl-C and still waits for the result.
process.on('SIGINT', () => undefined)
// Nothing may change the folder after `npm start` has ended, also when it was killed.
process.once('disconnect', () => process.exit())
try {
  const sources = hashOfSources()
  const known = readPrepared(sources)
  if (known) send(known)
  else {
    forgetPrepared()
    const made = await make()
    // A file may have been saved meanwhile.
    if (hashOfSources() === sources) writePrepared(sources, made)
    send(made)
  }
} catch (error) {
  send({ error })
}
process.disconnect()
