import { join } from 'node:path'
import type { Python } from '../../../infra/programs/find-python.ts'
import { installRequirements, pinnedVersion } from '../../../infra/programs/install-requirements.ts'

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt')

/** An installed emulator. */
export interface InstalledEmulator {
  /** The Python interpreter that has the emulator's packages. */
  readonly python: string
  /** Name and version, e.g. `ministack 1.5.33`. */
  readonly version: string
}

/** Installs the emulator. @param home keeps it for later runs. */
export async function installEmulator(
  hostPython: Python,
  { home, logs }: { readonly home: string; readonly logs: string },
): Promise<InstalledEmulator> {
  const options = {
    requirements: REQUIREMENTS,
    folder: home,
    logFile: join(logs, 'install.log'),
  }
  return {
    python: join(await installRequirements(hostPython, options), 'python'),
    version: `ministack ${pinnedVersion(REQUIREMENTS, 'ministack')}`,
  }
}
