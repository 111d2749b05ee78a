import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** Copies the bundles of pages that another folder does not have, as a synthesis needs them. */
export function addPages(from: string, into: string): void {
  for (const page of readdirSync(from)) {
    const target = join(into, page)
    if (!existsSync(target)) cpSync(join(from, page), target, { recursive: true })
  }
}

/**
 * Moves the files of pages' bundles that differ from those of another folder into it. Each file in one step, because a
 * function may be loading it. Returns the pages that changed.
 */
export function replacePages(from: string, into: string): string[] {
  const changed = new Set<string>()
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const source = join(entry.parentPath, entry.name)
    const file = relative(from, source)
    const target = join(into, file)
    if (existsSync(target) && readFileSync(source).equals(readFileSync(target))) continue
    changed.add(file.split(sep)[0] ?? '')
    mkdirSync(dirname(target), { recursive: true })
    renameSync(source, target)
  }
  return [...changed]
}
