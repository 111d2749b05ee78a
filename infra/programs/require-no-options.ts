import { scriptCommand } from './script-command.ts'

/**
 * Reads the arguments of a script without options. Prints a help text for `--help`, and ends the process with an
 * error for anything else.
 * @param name as in package.json, e.g. `budget`.
 */
export function requireNoOptions(name: string, description: string): void {
  scriptCommand(name, description).parse()
}
