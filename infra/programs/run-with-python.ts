import { findPython, MINIMUM_PYTHON, type Python } from './find-python.ts'
import { endPrograms } from './run-program.ts'

/**
 * Runs the work of a script that needs Python, or prints that it is skipped. The process exits with 1 when the
 * work returns false or throws.
 * @param needy who needs it, with the verb: `the linters need`.
 */
export async function runWithPython(
  needy: string,
  work: (python: Python) => Promise<boolean>,
): Promise<void> {
  process.on('exit', endPrograms)
  try {
    const python = findPython()
    if (python) process.exitCode = (await work(python)) ? 0 : 1
    else {
      process.stdout.write(
        `Skipped: ${needy} Python ${MINIMUM_PYTHON} or newer, and there is none on the PATH.\n`,
      )
    }
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  }
}
