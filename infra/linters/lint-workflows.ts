import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Python } from '../programs/find-python.ts'
import { installRequirements } from '../programs/install-requirements.ts'
import { requireNoOptions } from '../programs/require-no-options.ts'
import { runWithPython } from '../programs/run-with-python.ts'
import { LOCAL_FOLDER } from '../start/local-folder.ts'
import { runWorkflowLinters } from './run-workflow-linters.ts'

// `npm run lint:workflows`: checks .github/workflows with zizmor and, where Go is installed, actionlint.

const FOLDER = join(LOCAL_FOLDER, 'linters')

/** Returns true when no linter finds a problem. */
async function lintWorkflows(python: Python): Promise<boolean> {
  await mkdir(FOLDER, { recursive: true })
  const bin = await installRequirements(python, {
    requirements: join(import.meta.dirname, 'workflow-requirements.txt'),
    folder: FOLDER,
    logFile: join(FOLDER, 'linters.log'),
  })
  return runWorkflowLinters(bin)
}

requireNoOptions(
  'lint:workflows',
  'Checks .github/workflows with zizmor and actionlint. Needs Python, and Go for actionlint.',
)
await runWithPython('the linters need', lintWorkflows)
