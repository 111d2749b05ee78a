import { appendFileSync, rmSync } from 'node:fs'

/** A file of JSON lines about an import, beside the file that is imported. */
export interface ResultFile {
  readonly path: string
  /** Appends a line. Creates the file with the first line. */
  write(line: object): void
}

/** Deletes an old result file and returns a new one. Only its owner may read it, because it has data of users. */
export function resultFile(importedFile: string, name: string): ResultFile {
  const path = `${importedFile}.${name}.jsonl`
  rmSync(path, { force: true })
  return {
    path,
    write: (line) => appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600 }),
  }
}
