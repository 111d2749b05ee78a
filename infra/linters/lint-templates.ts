import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Python } from '../programs/find-python.ts'
import { installRequirements, pinnedVersion } from '../programs/install-requirements.ts'
import { requireNoOptions } from '../programs/require-no-options.ts'
import { runWithPython } from '../programs/run-with-python.ts'
import { LOCAL_FOLDER } from '../start/local-folder.ts'
import type { StageFinding } from './accepted-findings.ts'
import { lintStacks } from './lint-stacks.ts'
import { reportFindings } from './report-findings.ts'
import { templatesToLint } from './templates-to-lint.ts'

// `npm run lint:templates`: checks the templates of dev and prod with cfn-lint and checkov.

const STAGES = ['dev', 'prod']
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt')
const FOLDER = join(LOCAL_FOLDER, 'linters')

/** Returns whether every finding is accepted, and every accepted finding occurs. */
async function lintTemplates(python: Python): Promise<boolean> {
  const logFile = join(FOLDER, 'linters.log')
  await mkdir(FOLDER, { recursive: true })
  const bin = await installRequirements(python, {
    requirements: REQUIREMENTS,
    folder: FOLDER,
    logFile,
  })
  const findings: StageFinding[] = []
  for (const stage of STAGES) {
    const stacks = await templatesToLint(stage)
    findings.push(...(await lintStacks(stage, stacks, { bin, folder: FOLDER, logFile })))
  }
  const linters = ['cfn-lint', 'checkov'].map(
    (name) => `${name} ${pinnedVersion(REQUIREMENTS, name)}`,
  )
  return reportFindings(findings, { linters, stages: STAGES })
}

requireNoOptions(
  'lint:templates',
  'Checks the templates of dev and prod with cfn-lint and checkov. Needs Python.',
)
await runWithPython('the linters need', lintTemplates)
