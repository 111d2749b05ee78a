import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface PicturesCost {
  /** The stored size of the last picture, or its error. */
  outcome: string
  /** User and system time of all threads. */
  cpuSeconds: number
  /** The most memory of the process, including Node's own 80 MB. */
  peakMb: number
}

/** Encodes pictures one after another in a new process, and measures the CPU time and memory. */
export async function measurePictures(files: readonly Buffer[]): Promise<PicturesCost> {
  const folder = await mkdtemp(join(tmpdir(), 'picture-'))
  try {
    const paths = files.map((_, index) => join(folder, String(index)))
    await Promise.all(files.map((file, index) => writeFile(paths[index] ?? '', file)))
    const args = [join(import.meta.dirname, 'sample.ts'), ...paths]
    // The deployed function has the same setting: infra/stack/functions/contract-function.ts.
    const env = { ...process.env, MALLOC_ARENA_MAX: '1' }
    const { stdout } = await run(process.execPath, args, { env })
    return JSON.parse(stdout)
  } finally {
    await rm(folder, { recursive: true })
  }
}
