import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runProgram } from '../../infra/programs/run-program.ts'
import { SMS_INBOX } from './emulator/start-emulator.ts'
import { EMULATOR_GAPS } from './emulator-gaps.ts'

const CLI = resolve(import.meta.dirname, '../../infra/ops/cli.ts')
const NAMES = pathToFileURL(join(import.meta.dirname, 'emulator/names.mjs')).href

/** Options of the suite. */
export interface E2eOptions {
  readonly environment: NodeJS.ProcessEnv
  /** The deployed stack's outputs, as the CDK CLI wrote them. */
  readonly outputsFile: string
  /** Gets the log. */
  readonly folder: string
}

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

/**
 * Runs `npm run e2e -- --outputs <file>` against a deployed stack.
 * @returns how many tests passed and were skipped.
 * @throws Error that names the tests that failed.
 */
export async function runE2e({ environment, outputsFile, folder }: E2eOptions): Promise<string> {
  const args = [CLI, 'e2e', '--outputs', outputsFile, '--json']
  const logFile = join(folder, 'e2e.log')
  const env = {
    ...environment,
    NODE_OPTIONS: `--import=${NAMES}`,
    E2E_SMS_INBOX: `${environment.AWS_ENDPOINT_URL}${SMS_INBOX}`,
    E2E_GAPS: JSON.stringify(EMULATOR_GAPS),
  }
  const { output, code } = await runProgram(process.execPath, args, { env, logFile })
  const report = findReport(output)
  if (!report) throw new Error(`The suite did not run: ${output.trim().slice(-2_000)}`)
  const { numPassedTests, numFailedTests, numPendingTests } = report
  const counted = `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`
  if (code !== 0 || numPassedTests === 0)
    throw new Error([counted, ...failuresOf(report)].join('\n'))
  return counted
}

/** Finds the report: one line of JSON in the output of the tests. */
function findReport(output: string): Report | undefined {
  const line = output.split('\n').find((text) => text.startsWith('{"numTotalTestSuites"'))
  return line === undefined ? undefined : JSON.parse(line)
}

function failuresOf({ testResults }: Report): string[] {
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages: [why = ''] }) => `${fullName}: ${why.split('\n')[0]}`)
}
