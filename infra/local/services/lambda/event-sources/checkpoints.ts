import { readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The progress of each shard: the sequence number of its last delivered record, by shard id. */
export interface Checkpoints {
  get(shardId: string): string | undefined
  /** Resolves once the number is stored. `undefined` removes the shard. */
  set(shardId: string, sequenceNumber: string | undefined): Promise<void>
}

/**
 * Opens the checkpoints in a file. As with Lambda, a restart continues where the last run ended.
 * Without a file the checkpoints end with the process, like the tables.
 */
export function openCheckpoints(file?: string): Checkpoints {
  const kept = new Map<string, string>(file ? read(file) : [])
  let writing = Promise.resolve()
  return {
    get: (shardId) => kept.get(shardId),
    set: async (shardId, sequenceNumber) => {
      if (sequenceNumber === undefined) kept.delete(shardId)
      else kept.set(shardId, sequenceNumber)
      if (!file) return
      writing = writing.catch(() => undefined).then(() => write(file, kept))
      await writing
    },
  }
}

function read(file: string): [string, string][] {
  try {
    return Object.entries(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // No file yet: streams are read from their start. Workers must expect repeated records anyway.
    return []
  }
}

async function write(file: string, kept: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  // Renamed into place, so that a crash leaves no half-written file.
  await writeFile(`${file}.new`, JSON.stringify(Object.fromEntries(kept)))
  await rename(`${file}.new`, file)
}
