import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { print, printTable } from '../ops/print.ts'
import type { Python } from '../programs/find-python.ts'
import { installRequirements, pinnedVersion } from '../programs/install-requirements.ts'
import { runWithPython } from '../programs/run-with-python.ts'
import { LOCAL_FOLDER } from '../start/local-folder.ts'
import { acceptedFindings, type StageFinding, sortFindings } from './accepted-findings.ts'
import { type LinterOptions, runCfnLint, runCheckov } from './linter.ts'
import { templatesToLint } from './templates-to-lint.ts'

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
  for (const stage of STAGES) findings.push(...(await lint(stage, { bin, logFile })))
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

/** Lints the templates of a stage's stacks, also of those in us-east-1. */
async function lint(
  stage: string,
  options: Omit<LinterOptions, 'region'>,
): Promise<StageFinding[]> {
  const findings: StageFinding[] = []
  for (const { name, region, template } of await templatesToLint(stage)) {
    const file = join(FOLDER, `${name}.template.json`)
    await writeFile(file, JSON.stringify(template, null, 2))
    const inRegion = { ...options, region }
    const found = [...(await runCfnLint(file, inRegion)), ...(await runCheckov(file, inRegion))]
    await rm(file)
    findings.push(...found.map((finding) => ({ ...finding, stage })))
  }
  return findings
}

await runWithPython('the linters need', lintTemplates)
