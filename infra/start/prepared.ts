import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { BundleSource } from '../bundling/entries.ts'
import { hashOfFiles } from '../bundling/hash-of-files.ts'
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
const OTHERS = ['infra/{client,linters,local,ops,release}/**', '**/{dist,node_modules}/**']
const FILE = join(LOCAL_FOLDER, 'prepared.json')

/** Hash of everything that the app is made from. Takes 50 ms of CPU; to make the app takes 3 s. */
export function hashOfSources(): string {
  // The bundles contain paths of this checkout.
  const text = [process.version, ROOT, LOCAL_FOLDER].join('\n')
  return hashOfFiles(ROOT, SOURCES, { text, exclude: OTHERS })
}

/** Hash of the templates and of the mark that the bundles got: another version of this project may replace both. */
function hashOfResult(assembly: string): string {
  return hashOfFiles(assembly, ['*.json'], { text: readFingerprint(BUNDLES) })
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
