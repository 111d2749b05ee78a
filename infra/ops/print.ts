/** Writes a line to standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Writes one JSON document to standard output. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/** Writes rows as a table whose header has the names of the columns. */
export function printTable(rows: readonly Readonly<Record<string, string | number>>[]): void {
  const [first = {}] = rows
  const names = Object.keys(first)
  const lines = [names, ...rows.map((row) => names.map((name) => toCell(row[name])))]
  const widths = names.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  for (const line of lines) {
    print(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  }
}

/** Formats a number with its noun: `1 user`, `2 users`. */
export function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** Formats a time as ISO 8601 with seconds. */
export function toTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** Formats a value on one line without control characters, which could steer a terminal. */
function toCell(value: string | number | undefined): string {
  return withoutControls(String(value ?? '').replaceAll(/[\t\r\n]+/g, ' '))
}

/** Removes control characters, except line breaks, from users' text for a terminal. */
export function withoutControls(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]/gu, '')
}
