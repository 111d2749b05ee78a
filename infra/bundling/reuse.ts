import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const SOURCES = ['functions/**/*.ts', 'shared/**/*.ts', 'infra/bundling/*']
const MARK = 'made-from.txt'

/**
 * What bundles are made from, as one hash: our sources, the packages' versions, this Node and the
 * options. Reading all of it takes 20 ms, bundling over a second.
 */
export function fingerprint(options: object): string {
  const hash = createHash('sha256').update(`${process.version}\n${JSON.stringify(options)}\n`)
  for (const file of [...globSync(SOURCES, { cwd: ROOT }).sort(), 'package-lock.json']) {
    hash.update(`${file}\n`).update(readFileSync(join(ROOT, file)))
  }
  return hash.digest('hex')
}

/** Whether the folder has the bundles of this fingerprint. */
export function hasBundles(folder: string, made: string): boolean {
  try {
    return readFileSync(join(folder, MARK), 'utf8') === made
  } catch {
    return false
  }
}

/** Says what the bundles in the folder were made from; to be called when they are all there. */
export function markBundles(folder: string, made: string): void {
  writeFileSync(join(folder, MARK), made)
}
