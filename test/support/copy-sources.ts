import { cpSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const COPIED_PATHS = [
  'functions',
  'infra',
  'shared',
  // The rehearsal and the benchmark run apps of this folder in the copy.
  'test/rehearsal',
  'docs/openapi.json',
  'docs/openapi-3.0.json',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]

/** Copies into a folder what the project's commands run from, and links the installed packages. */
export function copySources(folder: string): void {
  const isSource = (path: string) => !/\/(node_modules|dist|\.local)$/.test(path)
  for (const name of COPIED_PATHS) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true, filter: isSource })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
}
