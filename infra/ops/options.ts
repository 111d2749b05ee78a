import { InvalidArgumentError, Option } from 'commander'

/** Options of every command that reads a stack. */
export interface StackOptions {
  readonly outputs?: string
  readonly json?: boolean
}

/** `--outputs <file>`: which stack; `otherwise` is what is taken without it. */
export function outputsOption(otherwise = 'the local stack'): Option {
  return new Option(
    '--outputs <file>',
    `a deployed stack's outputs, as \`npm run deploy\` writes them (default: ${otherwise})`,
  )
}

/** `--json`: for programs. */
export function jsonOption(): Option {
  return new Option('--json', 'one JSON document instead of text')
}

/** What `--help` shows below the options. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}`
}

/** Reads a whole number from the command line. */
export function wholeNumber(
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): (given: string) => number {
  return (given) => {
    const number = Number(given)
    if (Number.isInteger(number) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }
}

/** Reads a number above 0 from the command line. */
export function positiveNumber(given: string): number {
  const number = Number(given)
  if (number > 0 && Number.isFinite(number)) return number
  throw new InvalidArgumentError('It must be a number above 0.')
}
