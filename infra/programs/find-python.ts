import { execFileSync } from 'node:child_process'

const MINIMUM = [3, 10] as const

/** A Python interpreter that is new enough. */
export interface Python {
  readonly command: string
  /** For example `3.12.1`. */
  readonly version: string
}

/** The oldest Python that can run the emulator and the linters, e.g. `3.10`. */
export const MINIMUM_PYTHON = MINIMUM.join('.')

/**
 * Finds the Python on the PATH; undefined when there is none.
 * @throws Error when it is too old.
 */
export function findPython(): Python | undefined {
  for (const command of ['python3', 'python']) {
    const version = versionOf(command)
    if (version === undefined) continue
    if (isNewEnough(version)) return { command, version }
    throw new Error(
      `Python ${MINIMUM_PYTHON} or newer is needed, and \`${command}\` is ${version}.`,
    )
  }
  return undefined
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])
}

function versionOf(command: string): string | undefined {
  try {
    const code = 'import platform; print(platform.python_version())'
    const output = execFileSync(command, ['-c', code], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return output.trim()
  } catch {
    return undefined
  }
}
