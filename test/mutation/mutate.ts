import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { jsonOption, wholeNumber } from '../../infra/ops/options.ts'
import { scriptCommand } from '../../infra/programs/script-command.ts'
import type { ProvidedStack } from '../support/provided-stack.ts'
import { startStackProcess } from '../support/stack-process.ts'
import { useTemporaryFolder } from '../support/temporary-folder.ts'
import { keyOf, listMutants, mutatedFiles, ROOT, sampleKeys } from './list-mutants.ts'
import { nearTests } from './near-tests.ts'
import { type FolderReport, reportFolder, scoreOf, toLine } from './report.ts'
import { writeRun } from './run-environment.ts'
import { runStryker } from './run-stryker.ts'

interface Options {
  readonly folder: string
  readonly sample?: number
  readonly seed: number
  readonly json?: boolean
}

/** The least score, in per cent of all mutants. */
const LEAST_SCORES: Readonly<Record<string, number>> = { shared: 85, infra: 80 }

const options = scriptCommand(
  'mutate',
  'Changes the code in small ways, one at a time, and runs the tests that the change may fail. Names the changes that no test notices. Fails below 85 % in shared/ and below 80 % in infra/.',
)
  .option(
    '--folder <path>',
    'the folder to change: shared, infra, or one of their folders',
    'shared',
  )
  .option('--sample <n>', 'number of changes, chosen by the seed (default: all)', wholeNumber(1))
  .option('--seed <n>', 'seed of the sample', wholeNumber(0), 1)
  .addOption(jsonOption())
  .parse()
  .opts<Options>()

/** The folders to run one after another, as each has its own tests: `shared/otps`, or all of `shared`. */
function foldersIn(folder: string): string[] {
  if (folder.includes('/')) return [folder]
  return [...globSync(`${folder}/*/`, { cwd: ROOT }).sort(), `${folder}/*.ts`]
}

/** Runs the mutants of one folder; `chosen` are the keys of a sample. */
async function mutate(
  folder: string,
  stack: ProvidedStack,
  chosen?: ReadonlySet<string>,
): Promise<FolderReport> {
  const files = mutatedFiles(folder)
  const keys = (await listMutants(files)).map(keyOf)
  const sample = chosen && keys.filter((key) => chosen.has(key))
  const isEmpty = (sample ?? keys).length === 0
  writeRun({ stack, tests: nearTests(files), sample })
  const run = { isSample: sample !== undefined, isQuiet: options.json ?? false }
  const results = isEmpty ? [] : await runStryker(files, run)
  const counted = chosen ? results.filter((result) => chosen.has(keyOf(result))) : results
  return reportFolder(folder, counted, (file) => {
    return readFileSync(resolve(ROOT, file), 'utf8').split('\n')
  })
}

function print(line: string): void {
  if (!options.json) process.stdout.write(`${line}\n`)
}

useTemporaryFolder()
const all = (await listMutants(mutatedFiles(options.folder))).map(keyOf)
const sample = options.sample && new Set(sampleKeys(all, options.sample, options.seed))
const stack = await startStackProcess()
// For the stacks that tests start.
process.env.DYNAMODB_ENDPOINT = stack.provided.dynamoDbUrl
const reports: FolderReport[] = []
const unfinished: string[] = []
for (const folder of foldersIn(options.folder)) {
  try {
    const report = await mutate(folder, stack.provided, sample || undefined)
    reports.push(report)
    for (const line of [toLine(report), ...report.survivors.map((one) => `  ${one}`)]) print(line)
  } catch (error) {
    // Usually a test that fails without mutants: Stryker has named it.
    unfinished.push(folder)
    print(`${folder}: unfinished: ${error instanceof Error ? error.message : error}`)
  }
}
await stack.stop()

const score = scoreOf(reports)
const least = LEAST_SCORES[options.folder.split('/')[0] ?? ''] ?? 0
const ofFinished =
  unfinished.length > 0 ? ` in the finished folders; unfinished: ${unfinished}` : ''
print(
  `\n${options.folder}: ${score.toFixed(1)} % of all mutants killed${ofFinished}, least ${least} %`,
)
if (options.json)
  process.stdout.write(`${JSON.stringify({ score, least, unfinished, reports }, null, 2)}\n`)
process.exitCode = score < least || unfinished.length > 0 ? 1 : 0
