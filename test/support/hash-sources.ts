import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const SOURCES = ['{functions,shared,infra}/**/*.*', '*.json']
/** Files that have no effect on a stack. */
const NOT_IN_STACKS = [
  'infra/{client,ops,rehearsal,release}/**',
  '**/{dist,node_modules}/**',
  '**/*.md',
]

/** A hash of everything that a stack is synthesized and run from. */
export function hashSources(root = ROOT): string {
  const hash = createHash('sha256').update(process.version)
  const files = globSync(SOURCES, { cwd: root, exclude: NOT_IN_STACKS })
  for (const file of files.sort()) hash.update(`\n${file}\n`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}
