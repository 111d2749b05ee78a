import { resolve } from 'node:path'
import { hashOfFiles } from '../../infra/bundling/hash-of-files.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SOURCES = ['{functions,shared,infra}/**/*.*', '*.json', 'docs/*.json']
/** Files that have no effect on a stack. */
const NOT_IN_STACKS = [
  'infra/{client,ops,rehearsal,release}/**',
  '**/{dist,node_modules}/**',
  '**/*.md',
]

/** A hash of everything that a stack is synthesized and run from. */
export function hashSources(root = ROOT): string {
  return hashOfFiles(root, SOURCES, { text: process.version, exclude: NOT_IN_STACKS })
}
