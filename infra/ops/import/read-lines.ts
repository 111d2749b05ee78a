import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** A line of a file. The first has number 1. */
export interface Line {
  readonly number: number
  readonly text: string
}

/** Yields a file's lines in groups of at most `size`, without blank ones. */
export async function* readLines(file: string, size: number): AsyncGenerator<Line[]> {
  let group: Line[] = []
  let number = 0
  // A line may end with a carriage return, which JSON.parse ignores.
  for await (const text of createInterface({ input: createReadStream(file) })) {
    number += 1
    if (text.trim() === '') continue
    group.push({ number, text })
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

/** Counts the lines of a file that are not blank. @throws Error when the file does not exist. */
export async function countLines(file: string): Promise<number> {
  let count = 0
  for await (const group of readLines(file, 1000)) count += group.length
  return count
}
