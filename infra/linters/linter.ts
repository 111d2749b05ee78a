import { join } from 'node:path'
import { type Finished, runProgram } from '../programs/run-program.ts'

/** A finding of a linter in a template. */
export interface Finding {
  /** Id of the rule, e.g. `CKV_AWS_27`. */
  readonly rule: string
  /** Logical id of the resource. */
  readonly resource: string
  readonly message: string
}

/** Where the linters are, and where their output is kept. */
export interface LinterOptions {
  /** Folder of their programs. */
  readonly bin: string
  readonly region: string
  readonly logFile: string
}

interface CfnLintMatch {
  Rule: { Id: string }
  Message: string
  Location: { Path: string[] }
}

interface CheckovReport {
  results: { failed_checks: { check_id: string; check_name: string; resource: string }[] }
  summary: { resource_count: number }
}

/** Runs cfn-lint, which checks that a template is valid in its region. @throws Error when cfn-lint cannot read it. */
export async function runCfnLint(template: string, options: LinterOptions): Promise<Finding[]> {
  const args = ['--regions', options.region, '--format', 'json', '--template', template]
  const matches = await readJson<CfnLintMatch[]>('cfn-lint', args, options)
  return matches.map(({ Rule, Message, Location }) => ({
    rule: Rule.Id,
    resource: Location.Path[1] ?? '',
    message: Message,
  }))
}

/** Runs checkov, which checks that a template is secure. @throws Error when checkov cannot read it. */
export async function runCheckov(template: string, options: LinterOptions): Promise<Finding[]> {
  const quiet = ['--quiet', '--compact', '--skip-download', '--output', 'json']
  const args = ['--framework', 'cloudformation', ...quiet, '--file', template]
  const { results, summary } = await readJson<CheckovReport>('checkov', args, options)
  if (summary.resource_count === 0) throw new Error(`checkov cannot read ${template}`)
  return results.failed_checks.map(({ check_id, check_name, resource }) => ({
    rule: check_id,
    resource: resource.split('.')[1] ?? '',
    message: check_name,
  }))
}

/**
 * Runs a linter and parses its output. Ignores the exit code, because a linter that works also returns an
 * error code when it has findings.
 * @throws Error when the output is not JSON: the linter itself failed.
 */
async function readJson<T>(
  name: string,
  args: readonly string[],
  { bin, logFile }: LinterOptions,
): Promise<T> {
  const finished = await runProgram(join(bin, name), args, { env: process.env, logFile })
  try {
    return JSON.parse(finished.output) as T
  } catch {
    throw new Error(`${name} failed with code ${finished.code}: ${lastLines(finished)}`)
  }
}

function lastLines({ output }: Finished): string {
  return output.trim().split('\n').slice(-5).join('\n')
}
