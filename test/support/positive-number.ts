import { InvalidArgumentError } from 'commander'

/** Reads a number above 0 from the command line, for commander. */
export function positiveNumber(given: string): number {
  const number = Number(given)
  if (number > 0 && Number.isFinite(number)) return number
  throw new InvalidArgumentError('It must be a number above 0.')
}
