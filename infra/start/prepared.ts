import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { BundleSource } from '../bundling/entries.ts'
import { hasUnchangedBundles } from '../bundling/reuse.ts'
import { BUNDLES, LOCAL_FOLDER } from './local-folder.ts'

/** The parts of the app that `npm start` makes from the sources. */
export interface Prepared {
  readonly functions: readonly BundleSource[]
  /** The folder of the cloud assembly. */
  readonly assembly: string
}

const ROOT = resolve(import.meta.dirname, '../..')
const SOURCES = ['{functions,shared,infra}/**/*.*', 'docs/*.json', 'cdk.json', 'package-lock.json']
/** Folders from which nothing is synthesized. */
const OTHERS = ['infra/{client,local,ops,rehearsal,release}/**', '**/{dist,node_modules}/**']
const FILE = join(LOCAL_FOLDER, 'prepared.json')

/** Hash of everything that the app is made from. Takes 50 ms of CPU; to make the app takes 3 s. */
export function hashOfSources(): string {
  const hash = createHash('sha256').update(`${process.version}\n${LOCAL_FOLDER}\n`)
  for (const file of globSync(SOURCES, { cwd: ROOT, exclude: OTHERS }).sort()) {
    hash.update(`${file}\n`).update(readFileSync(join(ROOT, file)))
  }
  return hash.digest('hex')
}

/** Returns the parts that an earlier `npm start` made, if the sources and the parts have not changed since. */
export function readPrepared(hash: string): Prepared | undefined {
  try {
    const { sources, ...prepared } = JSON.parse(readFileSync(FILE, 'utf8'))
    const isComplete = hasUnchangedBundles(BUNDLES) && existsSync(prepared.assembly)
    return sources === hash && isComplete ? prepared : undefined
  } catch {
    return undefined
  }
}

export function writePrepared(sources: string, prepared: Prepared): void {
  writeFileSync(FILE, JSON.stringify({ sources, ...prepared }))
}

/** Call it before the bundles or the assembly are replaced. */
export function forgetPrepared(): void {
  rmSync(FILE, { force: true })
}
