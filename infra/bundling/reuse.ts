import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { hashOfFiles } from './hash-of-files.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SOURCES = ['functions/**/*.ts', 'shared/**/*.ts', 'infra/bundling/*', 'package-lock.json']
/** The file in the bundles' folder that has their fingerprint. */
const FINGERPRINT_FILE = 'made-from.txt'

/**
 * Hash of everything that the bundles depend on: the sources, package-lock.json, the version of
 * Node and the options. Takes 20 ms; bundling takes over a second.
 */
export function fingerprint(options: object): string {
  return hashOfFiles(ROOT, SOURCES, { text: `${process.version}\n${JSON.stringify(options)}` })
}

/** Whether the folder has bundles with this fingerprint. */
export function hasBundles(folder: string, hash: string): boolean {
  try {
    return readFingerprint(folder) === hash
  } catch {
    return false
  }
}

/** The fingerprint of complete bundles. @throws Error when they are not complete. */
export function readFingerprint(folder: string): string {
  return readFileSync(join(folder, FINGERPRINT_FILE), 'utf8')
}

/** Writes the fingerprint of the bundles. Call it when they are complete. */
export function writeFingerprint(folder: string, hash: string): void {
  writeFileSync(join(folder, FINGERPRINT_FILE), hash)
}

/** Removes the fingerprint, so that the bundles are not reused. Call it before some of them are replaced. */
export function removeFingerprint(folder: string): void {
  rmSync(join(folder, FINGERPRINT_FILE), { force: true })
}
