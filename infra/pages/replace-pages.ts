import { cpSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** Copies the bundles of pages that another folder does not have, as a synthesis needs them. */
export function addPages(from: string, into: string): void {
  for (const page of readdirSync(from)) {
    const target = join(into, page)
    if (!existsSync(target)) cpSync(join(from, page), target, { recursive: true })
  }
}

/** Moves the pages' bundles from one folder into another. Each file in one step, because a function may be loading it. */
export function replacePages(from: string, into: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const source = join(entry.parentPath, entry.name)
    const target = join(into, relative(from, source))
    mkdirSync(dirname(target), { recursive: true })
    renameSync(source, target)
  }
}
