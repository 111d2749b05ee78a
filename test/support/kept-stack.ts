import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LOCAL_FOLDER } from '../../infra/start/local-folder.ts'
import type { ProvidedStack } from './provided-stack.ts'

// The stack that `npm run test:stack` keeps running, and how test runs find it.

const KEPT_FILE = join(LOCAL_FOLDER, 'test-stack.json')

/** Lets test runs find a stack that was made from these sources. */
export function keepStack(stack: ProvidedStack, sources: string, file = KEPT_FILE): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ sources, stack }))
}

/** Removes the file, so that no test run finds the stack any more. */
export function forgetStack(): void {
  rmSync(KEPT_FILE, { force: true })
}

/** The kept stack, if it is running and was made from these sources. */
export async function findKeptStack(
  sources: string,
  file = KEPT_FILE,
): Promise<ProvidedStack | undefined> {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<'sources', string> & {
      stack: ProvidedStack
    }
    await fetch(kept.stack.apiUrl)
    if (kept.sources === sources) return kept.stack
    process.stderr.write(
      'The kept test stack was made from other sources, so this run starts a new stack.\n',
    )
  } catch {
    // No file, or the stack is gone.
  }
  return undefined
}
