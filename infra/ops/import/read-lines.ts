import { createReadStream } from 'node:fs'

/** A line of a file. The first has number 1. */
export interface Line {
  readonly number: number
  /** Undefined when the line is not UTF-8. */
  readonly text: string | undefined
}

const LINE_FEED = 10
// Removes the byte order mark, with which some programs begin a file.
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Yields a file's lines in groups of at most `size`, without blank ones. */
export async function* readLines(file: string, size: number): AsyncGenerator<Line[]> {
  let group: Line[] = []
  let number = 0
  for await (const bytes of splitLines(file)) {
    number += 1
    // A line may end with a carriage return, which JSON.parse ignores.
    const text = decode(bytes)
    if (text?.trim() === '') continue
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

/**
 * Yields the bytes of each line. Only a line feed ends a line. `node:readline` would also split at U+2028 and U+2029,
 * which a JSON string may contain, and would replace what is not UTF-8 without an error.
 */
async function* splitLines(file: string): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)])
      parts = []
      start = end + 1
    }
    parts.push(chunk.subarray(start))
  }
  yield Buffer.concat(parts)
}

function decode(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
