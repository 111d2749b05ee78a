import { readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** How far each shard has been delivered: the sequence number of its last record, by shard id. */
export interface Checkpoints {
  get(shardId: string): string | undefined
  /** Resolves when it is kept. `undefined` forgets the shard. */
  set(shardId: string, sequenceNumber: string | undefined): Promise<void>
}

/**
 * Opens the checkpoints in a file, as Lambda keeps them for a mapping: a restart goes on where the
 * last run ended. Without a file they are forgotten with the process, as the tables are.
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
    // None yet: the streams are read from their starts, and workers know what they have done.
    return []
  }
}

async function write(file: string, kept: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  // Renamed into place, so that no crash leaves half a file.
  await writeFile(`${file}.new`, JSON.stringify(Object.fromEntries(kept)))
  await rename(`${file}.new`, file)
}
