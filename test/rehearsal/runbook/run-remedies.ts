import { readFile } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import type { Python } from '../../../infra/programs/find-python.ts'
import { installRequirements } from '../../../infra/programs/install-requirements.ts'
import { runProgram } from '../../../infra/programs/run-program.ts'
import type { Emulator } from '../emulator/start-emulator.ts'
import { REMEDY_GAPS } from '../emulator-gaps.ts'
import { readPrelude, readRemedies } from './read-remedies.ts'

const RUNBOOK = resolve(import.meta.dirname, '../../../docs/runbook.md')

// Version 1 of the CLI, the one on PyPI, takes SQS from another endpoint than the others.
const TO_EMULATOR = 'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }'

// `dev` is deployed beside `prod`, and has event sources too.
const OURS = `ours="EventSourceMappings[?contains(FunctionArn, ':$STACK-')]"`

// BREAK causes what each remedy mends. Afterwards STATE must print MENDED_STATE.
const BREAK = `
aws events disable-rule --name "$(ids AWS::Events::Rule Sweep)"
aws sqs send-message --queue-url "$(ids AWS::SQS::Queue FailedPurges)" --message-body '{}'
id=$(aws lambda list-event-source-mappings --query "$ours | [0].UUID" --output text)
aws lambda update-event-source-mapping --uuid "$id" --no-enabled`
const STATE = `
aws events describe-rule --name "$(ids AWS::Events::Rule Sweep)" --query State --output text
aws sqs get-queue-attributes --queue-url "$(ids AWS::SQS::Queue FailedPurges)" --attribute-names ApproximateNumberOfMessages \\
  --query Attributes.ApproximateNumberOfMessages --output text
aws lambda list-event-source-mappings --query "$ours[].State" --output text`
const MENDED_STATE = 'ENABLED 0 Enabled Enabled Enabled'

/** Where the commands run. */
export interface RemedyOptions {
  readonly emulator: Emulator
  readonly python: Python
  /** Kept for later rehearsals. */
  readonly home: string
  readonly logs: string
}

/**
 * Runs the remedies of docs/runbook.md as they are written, against `prod`.
 * @returns how many were run.
 * @throws Error with the output of a command that fails or has no effect.
 */
export async function runRemedies(options: RemedyOptions): Promise<string> {
  const { emulator, python, home, logs } = options
  const logFile = join(logs, 'runbook.log')
  const requirements = join(import.meta.dirname, 'requirements.txt')
  const bin = await installRequirements(python, { requirements, folder: home, logFile })
  const runbook = await readFile(RUNBOOK, 'utf8')
  const prelude = `set -euo pipefail\n${TO_EMULATOR}\n${readPrelude(runbook)}\n${OURS}`
  const { environment, region } = emulator
  const PATH = [bin, environment.PATH].join(delimiter)
  const env = { ...environment, PATH, AWS_DEFAULT_REGION: region, AWS_PAGER: '' }
  const run = async (script: string) => {
    const args = ['-c', `${prelude}\n${script}`]
    const { code, output } = await runProgram('bash', args, { env, logFile })
    if (code !== 0) throw new Error(`${script.trim()}\n${output.trim()}`)
    return output.trim().split(/\s+/).join(' ')
  }
  await run(BREAK)
  const remedies = readRemedies(runbook).filter(({ command }) => {
    return !REMEDY_GAPS.some((gap) => command.includes(gap.command))
  })
  for (const { command } of remedies) await run(command)
  const state = await run(STATE)
  if (state !== MENDED_STATE) throw new Error(`After the remedies: ${state}, not ${MENDED_STATE}`)
  return `${remedies.length} remedies, ${REMEDY_GAPS.length} left out`
}
