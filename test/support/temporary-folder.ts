import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Gives this process and those that it starts one folder for their temporary files, and deletes it when this process
 * exits. Without it, each run of the tests leaves hundreds of folders.
 */
export function useTemporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'user api '))
  process.env.TMPDIR = folder
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
}
