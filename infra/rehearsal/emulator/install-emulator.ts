import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '../programs.ts'
import type { Python } from './find-python.ts'

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt')

/** The Python environment with the emulator, in a folder that later rehearsals reuse. */
interface Installed {
  readonly python: string
  /** As in `ministack 1.5.33`. */
  readonly version: string
}

/**
 * Installs the emulator in the version of requirements.txt, unless it is installed already.
 * @throws Error with the output of Python when the installation fails.
 */
export async function installEmulator(
  { command, version }: Python,
  { folder, logFile }: { folder: string; logFile: string },
): Promise<Installed> {
  const requirements = readFileSync(REQUIREMENTS, 'utf8')
  const hash = createHash('sha256').update(`${version}\n${requirements}`).digest('hex')
  const home = join(folder, `python-${hash.slice(0, 12)}`)
  const python = join(home, 'bin/python')
  const installed = { python, version: `ministack ${/^ministack==(\S+)/m.exec(requirements)?.[1]}` }
  const mark = join(home, 'installed')
  if (existsSync(mark)) return installed
  await rm(home, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await run(command, ['-m', 'venv', home], logFile)
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input']
  await run(python, [...pip, '--require-hashes', '-r', REQUIREMENTS], logFile)
  // Written last, so that an interrupted installation does not count as installed.
  await writeFile(mark, '')
  return installed
}

async function run(command: string, args: readonly string[], logFile: string): Promise<void> {
  const { code, output } = await runProgram(command, args, { env: process.env, logFile })
  if (code !== 0) throw new Error(`The emulator could not be installed: ${output.trim()}`)
}
