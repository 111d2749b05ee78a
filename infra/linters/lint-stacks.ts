import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Template } from '../release/released-template.ts'
import type { StackIdentity } from '../stages/stacks.ts'
import type { StageFinding } from './accepted-findings.ts'
import { type LinterOptions, runCfnLint, runCheckov } from './linter.ts'

/** Where the linters are, and the folder of the templates that they read. */
export interface LintOptions extends Omit<LinterOptions, 'region'> {
  readonly folder: string
}

/** Runs cfn-lint and checkov on the template of each stack of a stage, for the stack's region. */
export async function lintStacks(
  stage: string,
  stacks: readonly (Pick<StackIdentity, 'name' | 'region'> & { readonly template: Template })[],
  { folder, ...options }: LintOptions,
): Promise<StageFinding[]> {
  const findings: StageFinding[] = []
  for (const { name, region, template } of stacks) {
    const file = join(folder, `${name}.template.json`)
    await writeFile(file, JSON.stringify(template, null, 2))
    const inRegion = { ...options, region }
    const found = [...(await runCfnLint(file, inRegion)), ...(await runCheckov(file, inRegion))]
    await rm(file)
    findings.push(...found.map((finding) => ({ ...finding, stage })))
  }
  return findings
}
