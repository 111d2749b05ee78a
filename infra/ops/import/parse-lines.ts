import { en } from 'zod/locales'
import type * as z from 'zod/mini'
import { hasOnlyWholeCharacters } from '../../../shared/well-formed.ts'
import { type FailedLine, LineError, toLineError } from './line-error.ts'
import type { Line } from './read-lines.ts'

// zod/mini contains no error messages, so they come from the English locale.
const { localeError } = en()

/** Parses lines. Those for which `parse` throws a LineError are returned as failed. */
export function parseLines<T>(
  lines: readonly Line[],
  parse: (line: Line) => T,
): { parsed: T[]; failed: FailedLine[] } {
  const parsed: T[] = []
  const failed: FailedLine[] = []
  for (const line of lines) {
    try {
      parsed.push(parse(line))
    } catch (error) {
      if (!(error instanceof LineError)) throw error
      failed.push({ line: line.number, reason: error.message })
    }
  }
  return { parsed, failed }
}

/** Parses a line. @throws LineError that names every problem, without a value of the line. */
export function parseLine<S extends z.ZodMiniType>(schema: S, { text }: Line): z.output<S> {
  const result = schema.safeParse(parseJson(text), { error: localeError })
  if (!result.success) throw toLineError(result.error.issues)
  return result.data
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) throw new LineError('Is not UTF-8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The message of JSON.parse quotes the line, which may contain a password hash.
    throw new LineError('Is not valid JSON')
  }
  // The API refuses such text too.
  if (!hasOnlyWholeCharacters(text, value)) throw new LineError('Has a lone surrogate')
  return value
}
