import { createHash } from 'node:crypto'
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { BundleSource } from '../bundling/entries.ts'
import { readFingerprint } from '../bundling/reuse.ts'
import { BUNDLES, LOCAL_FOLDER } from './local-folder.ts'

/** The parts of the app that `npm start` makes from the sources. */
export interface Prepared {
  readonly functions: readonly BundleSource[]
  /** The folder of the cloud assembly. */
  readonly assembly: string
}

const ROOT = resolve(import.meta.dirname, '../..')
const SOURCES = [
  '{functions,shared,infra}/**/*.*',
  'docs/*.json',
  '{cdk,package,package-lock,tsconfig}.json',
]
/** Folders from which nothing is synthesized. */
const OTHERS = ['infra/{client,local,ops,rehearsal,release}/**', '**/{dist,node_modules}/**']
const FILE = join(LOCAL_FOLDER, 'prepared.json')

/** Hash of everything that the app is made from. Takes 50 ms of CPU; to make the app takes 3 s. */
export function hashOfSources(): string {
  // The bundles contain paths of this checkout.
  return hashOf(SOURCES, ROOT, `${process.version}\n${ROOT}\n${LOCAL_FOLDER}\n`)
}

/** Hash of the templates and of the mark that the bundles got: another version of this project may replace both. */
function hashOfResult(assembly: string): string {
  return hashOf(['*.json'], assembly, readFingerprint(BUNDLES))
}

/** Hash of a text and of the files of a folder that match a pattern. */
function hashOf(patterns: string[], folder: string, text: string): string {
  const hash = createHash('sha256').update(text)
  const files = globSync(patterns, { cwd: folder, exclude: OTHERS, withFileTypes: true })
  const paths = files
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  for (const path of paths.sort()) hash.update(`${path}\n`).update(readFileSync(path))
  return hash.digest('hex')
}

/** Returns the parts that an earlier `npm start` made, if the sources and the parts have not changed since. */
export function readPrepared(hash: string): Prepared | undefined {
  try {
    const { sources, result, ...prepared } = JSON.parse(readFileSync(FILE, 'utf8'))
    const isUnchanged = sources === hash && result === hashOfResult(prepared.assembly)
    return isUnchanged ? prepared : undefined
  } catch {
    return undefined
  }
}

export function writePrepared(sources: string, prepared: Prepared): void {
  const result = hashOfResult(prepared.assembly)
  writeFileSync(FILE, JSON.stringify({ sources, result, ...prepared }))
}

/** Call it before the bundles or the assembly are replaced. */
export function forgetPrepared(): void {
  rmSync(FILE, { force: true })
}
