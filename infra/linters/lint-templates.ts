import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { print, printTable } from '../ops/print.ts'
import type { Python } from '../programs/find-python.ts'
import { installRequirements, pinnedVersion } from '../programs/install-requirements.ts'
import { runWithPython } from '../programs/run-with-python.ts'
import { synthesizeTemplates } from '../release/synthesize-templates.ts'
import { stageNamed } from '../stages/stages.ts'
import { LOCAL_FOLDER } from '../start/local-folder.ts'
import { acceptedFindings, type StageFinding, sortFindings } from './accepted-findings.ts'
import { type LinterOptions, runCfnLint, runCheckov } from './linter.ts'

// `npm run lint:templates`: checks the templates of dev and prod with cfn-lint and checkov.

const STAGES = ['dev', 'prod']
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt')
const FOLDER = join(LOCAL_FOLDER, 'linters')

/** Lints the templates. @returns whether every finding is accepted, and every accepted finding occurs. */
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
    const { region } = stageNamed(stage)
    findings.push(...(await lint(stage, { bin, region, logFile })))
  }
  const { refused, unused } = sortFindings(findings)
  if (refused.length > 0) printTable(refused.map((finding) => ({ ...finding })))
  for (const { rule, reason } of unused)
    print(
      `${rule} is accepted but no longer occurs: remove its entry "${reason}" from infra/linters/accepted-findings.ts`,
    )
  const versions = ['cfn-lint', 'checkov'].map(
    (name) => `${name} ${pinnedVersion(REQUIREMENTS, name)}`,
  )
  print(
    `${versions.join(', ')}: ${findings.length} findings in ${STAGES.join(' and ')}, ${refused.length} of them not accepted. ${acceptedFindings.length} rules are accepted, each with a reason.`,
  )
  return refused.length === 0 && unused.length === 0
}

async function lint(stage: string, options: LinterOptions): Promise<StageFinding[]> {
  const file = join(FOLDER, `${stage}.template.json`)
  const { UserApi } = await synthesizeTemplates(stage)
  await writeFile(file, JSON.stringify(UserApi, null, 2))
  const found = [...(await runCfnLint(file, options)), ...(await runCheckov(file, options))]
  await rm(file)
  return found.map((finding) => ({ ...finding, stage }))
}

await runWithPython('the linters need', lintTemplates)
