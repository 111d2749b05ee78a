import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Returns the folder in which Node keeps compiled code of a stack's environments, so that later ones start faster.
 * A stack that keeps no data deletes it at its end: Node never deletes code that it has cached.
 */
export function openCompileCache(cleanup: AsyncDisposableStack, dataFolder?: string): string {
  if (dataFolder) return join(dataFolder, 'compile-cache')
  const folder = mkdtempSync(join(tmpdir(), 'local-stack-'))
  cleanup.defer(() => rm(folder, { recursive: true, force: true }))
  return folder
}
