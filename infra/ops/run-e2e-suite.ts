import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/** Options of runE2eSuite. */
export interface SuiteRun {
  /** Reporter of vitest. `verbose` lists each test, and why a test is skipped. */
  readonly reporter: 'verbose' | 'dot' | 'json'
  /** Variables of the tests: `E2E_OUTPUTS`, `PERMISSIONS_FILE`. */
  readonly environment?: Readonly<Record<string, string>>
  /** Stream that the report goes to. */
  readonly writesTo: 'stdout' | 'stderr'
}

/** Runs the end-to-end tests in a child process. Returns whether all passed. */
export async function runE2eSuite(run: SuiteRun): Promise<boolean> {
  return run.reporter === 'json' ? await writeJson(run) : await runVitest(run, [])
}

/** Prints only the JSON report. It takes the report from a file, because vitest's standard output has other lines too. */
async function writeJson(run: SuiteRun): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'user-api-e2e-report-'))
  const file = join(folder, 'report.json')
  try {
    const passed = await runVitest({ ...run, writesTo: 'stderr' }, [`--outputFile=${file}`])
    process.stdout.write(`${await readFile(file, 'utf8')}\n`)
    return passed
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function runVitest(run: SuiteRun, more: readonly string[]): Promise<boolean> {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
  const args = ['run', '--project', 'e2e', '--reporter', run.reporter, ...more]
  const child = spawn(process.execPath, [vitest, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...run.environment },
    stdio: ['ignore', run.writesTo === 'stdout' ? 'inherit' : 2, 'inherit'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal))
  }
  const [code] = await once(child, 'exit')
  return code === 0
}
