import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const MANIFEST = resolve(import.meta.dirname, '../../package.json')

/** The command and arguments that run `npm start` without npm, with its variables and Node's options. */
export function startCommand(...args: readonly string[]): [command: string, args: string[]] {
  const { scripts } = JSON.parse(readFileSync(MANIFEST, 'utf8'))
  return ['sh', ['-c', `${scripts.start} "$@"`, 'sh', ...args]]
}
