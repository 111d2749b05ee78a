import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Hash of a text, and of names and contents of the files of a folder that match the patterns. */
export function hashOfFiles(
  folder: string,
  patterns: readonly string[],
  { text, exclude = [] }: { readonly text: string; readonly exclude?: readonly string[] },
): string {
  const hash = createHash('sha256').update(text)
  const options = { cwd: folder, exclude: [...exclude], withFileTypes: true as const }
  const paths = globSync([...patterns], options)
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  for (const path of paths.sort()) {
    hash.update(`\n${relative(folder, path)}\n`).update(readFileSync(path))
  }
  return hash.digest('hex')
}
