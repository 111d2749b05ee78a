import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, relative, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const POSITION = /(?:file:\/\/)?\/var\/task\/index\.mjs:(\d+):(\d+)/g

/**
 * Replaces positions in a deployed bundle, as Lambda logs them, by positions in the sources.
 * @param mapFile source map of the same bundle. Paths of the result are relative to the root.
 */
export function mapStack(stack: string, mapFile: string): string {
  const map = new SourceMap(JSON.parse(readFileSync(mapFile, 'utf8')))
  return stack.replaceAll(POSITION, (position, line: string, column: string) => {
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1)
    if (!('originalSource' in entry)) return position
    const file = relative(ROOT, resolve(dirname(mapFile), entry.originalSource))
    return `${file}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
  })
}
