import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isMutationRun } from '../mutation/run-environment.ts'
import { hashSources } from './hash-sources.ts'

// A cache of synthesized stages: each is made once per state of the sources, for all test files and runs.

const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/user api tests')
const UNUSED_MS = 60 * 60 * 1000

let sources: string | undefined

/** The cloud assembly of a stage with its bundles. Callers may run it, but must not change it. */
export async function assemblyOf(stage: string): Promise<string> {
  const folder = await madeOnce(`${stage}-assembly`, async (draft) => {
    // Imported only now: the CDK takes a second.
    const { synthesize } = await import('../../infra/start/synthesize.ts')
    await synthesize(draft, stage)
  })
  return join(folder, 'cdk.out')
}

/** Returns the folder of this name for the current sources. If there is none yet, `make` fills it. */
export async function madeOnce(
  name: string,
  make: (folder: string) => Promise<void>,
  cache = CACHE,
): Promise<string> {
  // The sources are the same for all mutants, so each test file synthesizes again.
  sources ??= isMutationRun() ? `mutants-${randomUUID()}` : hashSources()
  const generation = join(cache, sources)
  const folder = join(generation, name)
  if (!existsSync(folder)) {
    await mkdir(generation, { recursive: true })
    const draft = await mkdtemp(join(cache, 'draft-'))
    await make(draft)
    // Fails when another process was faster. Then that process's folder is used.
    await rename(draft, folder).catch(() => rm(draft, { recursive: true }))
    await removeUnused(cache)
  }
  const now = new Date()
  await utimes(generation, now, now)
  return folder
}

/** Deletes the folders of sources that no test has used for an hour. */
async function removeUnused(cache: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    const folder = join(cache, entry)
    const { mtimeMs } = await stat(folder)
    if (mtimeMs < Date.now() - UNUSED_MS) await rm(folder, { recursive: true, force: true })
  }
}
