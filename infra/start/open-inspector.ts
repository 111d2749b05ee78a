import { open } from 'node:inspector'
import { parseArgs } from 'node:util'
import { parsePort } from './free-port.ts'

const DEFAULT_PORT = 9229

/**
 * Opens Node's inspector if the arguments have `--inspect` or `--inspect=<port>`. A debugger that attaches
 * also gets the functions' threads. Returns whether it was opened.
 * @throws Error for an invalid port and for any other argument.
 */
export function openInspector(args: readonly string[]): boolean {
  // parseArgs has no options with an optional value.
  const withPort = args.map((arg) => (arg === '--inspect' ? `--inspect=${DEFAULT_PORT}` : arg))
  const { values } = parseArgs({ args: withPort, options: { inspect: { type: 'string' } } })
  if (values.inspect === undefined) return false
  open(parsePort(values.inspect, '--inspect'), '127.0.0.1')
  return true
}
