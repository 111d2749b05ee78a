import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { hashSources } from './hash-sources.ts'

// What is synthesized from the same sources is made once, for all test files and runs.

const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/user-api-tests')
const UNUSED_MS = 60 * 60 * 1000

let sources: string | undefined

/** The cloud assembly of a stage with its bundles, to be run and not to be changed. */
export async function assemblyOf(stage: string): Promise<string> {
  const folder = await madeOnce(`${stage}-assembly`, async (draft) => {
    // Imported only now: the CDK takes a second.
    const { synthesize } = await import('../../infra/start/synthesize.ts')
    await synthesize(draft, stage)
  })
  return join(folder, 'cdk.out')
}

/** A folder that `make` fills, unless one of this name was filled from the same sources before. */
export async function madeOnce(
  name: string,
  make: (folder: string) => Promise<void>,
  cache = CACHE,
): Promise<string> {
  sources ??= hashSources()
  const generation = join(cache, sources)
  const folder = join(generation, name)
  if (!existsSync(folder)) {
    await mkdir(generation, { recursive: true })
    const draft = await mkdtemp(join(cache, 'draft-'))
    await make(draft)
    // Fails when another process was faster: then its folder is as good.
    await rename(draft, folder).catch(() => rm(draft, { recursive: true }))
    await removeUnused(cache)
  }
  const now = new Date()
  await utimes(generation, now, now)
  return folder
}

/** Deletes what was made from sources that no test has had for an hour. */
async function removeUnused(cache: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    const folder = join(cache, entry)
    const { mtimeMs } = await stat(folder)
    if (mtimeMs < Date.now() - UNUSED_MS) await rm(folder, { recursive: true, force: true })
  }
}
