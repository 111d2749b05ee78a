import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Python } from './find-python.ts'
import { runProgram } from './run-program.ts'

/** Options of `installRequirements`. */
export interface InstallOptions {
  /** A requirements.txt with hashes. */
  readonly requirements: string
  /** Where to install it. Later runs reuse the installation. */
  readonly folder: string
  readonly logFile: string
}

/**
 * Installs Python packages into a separate virtual environment, unless they are installed already.
 * @returns the environment's `bin` folder.
 * @throws Error with the output of pip.
 */
export async function installRequirements(
  python: Python,
  options: InstallOptions,
): Promise<string> {
  const { requirements, folder, logFile } = options
  const hash = createHash('sha256').update(python.version).update(readFileSync(requirements))
  const home = join(folder, `python-${hash.digest('hex').slice(0, 12)}`)
  const bin = join(home, 'bin')
  const mark = join(home, 'installed')
  if (existsSync(mark)) return bin
  await rm(home, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await run(python.command, ['-m', 'venv', home], logFile)
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input']
  await run(join(bin, 'python'), [...pip, '--require-hashes', '-r', requirements], logFile)
  // Written last, so that an interrupted installation is not taken for a complete one.
  await writeFile(mark, '')
  return bin
}

/** The version of a package in a requirements.txt, e.g. `1.5.33`. */
export function pinnedVersion(requirements: string, name: string): string {
  const pinned = new RegExp(`^${name}==(\\S+)`, 'm').exec(readFileSync(requirements, 'utf8'))?.[1]
  if (!pinned) throw new Error(`${dirname(requirements)} has no requirement ${name}`)
  return pinned
}

async function run(command: string, args: readonly string[], logFile: string): Promise<void> {
  const { code, output } = await runProgram(command, args, { env: process.env, logFile })
  if (code !== 0) throw new Error(`Python packages could not be installed: ${output.trim()}`)
}
