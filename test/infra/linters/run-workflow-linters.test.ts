import { fstatSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { runWorkflowLinters } from '../../../infra/linters/run-workflow-linters.ts'
import { createBin, writeProgram } from '../programs/fake-program.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** Runs fake linters that exit with these codes, and returns what they were started with. */
async function runLinters(
  codes: { readonly zizmor: number; readonly actionlint?: number },
  also = ':',
) {
  const bin = await createBin()
  const path = await createBin()
  const log = join(path, 'log')
  const record = (name: string) => `echo "${name} $*" >> '${log}'`
  const zizmor = `LOG='${log}'; ${record('zizmor')}; ${also}; exit ${codes.zizmor}`
  await writeProgram(bin, 'zizmor', zizmor)
  await writeProgram(bin, 'shellcheck', 'exit 0')
  if (codes.actionlint !== undefined) {
    const lint = `${record('go')}; command -v shellcheck >> '${log}'; exit ${codes.actionlint}`
    await writeProgram(path, 'go', `if [ "$1" = version ]; then exit 0; fi; ${lint}`)
  }
  vi.stubEnv('PATH', path)
  let printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text
    return true
  })
  const isClean = runWorkflowLinters(bin)
  const started = (await readFile(log, 'utf8')).trim().split('\n')
  return { isClean, started, printed, bin }
}

test('passes when neither linter finds a problem, and runs zizmor offline', async () => {
  const { isClean, started, bin } = await runLinters({ zizmor: 0, actionlint: 0 })
  expect(isClean).toBe(true)
  expect(started).toEqual([
    'zizmor --offline --no-progress --min-severity medium .github/workflows',
    expect.stringMatching(
      /^go run github\.com\/rhysd\/actionlint\/cmd\/actionlint@v\d+\.\d+\.\d+$/,
    ),
    join(bin, 'shellcheck'),
  ])
})

test('fails when zizmor finds a problem, and runs actionlint all the same', async () => {
  const { isClean, started } = await runLinters({ zizmor: 13, actionlint: 0 })
  expect(isClean).toBe(false)
  expect(started[1]).toContain('actionlint')
})

test('fails when actionlint finds a problem', async () => {
  expect((await runLinters({ zizmor: 0, actionlint: 1 })).isClean).toBe(false)
})

test.each([
  { zizmor: 0, isClean: true },
  { zizmor: 13, isClean: false },
])('skips actionlint without Go and says so; zizmor decides', async ({ zizmor, isClean }) => {
  const run = await runLinters({ zizmor })
  expect(run.isClean).toBe(isClean)
  expect(run.printed).toBe('Skipped actionlint: it needs Go, and there is none on the PATH.\n')
})

test.runIf(process.platform === 'linux')(
  'zizmor writes to the output of this process',
  async () => {
    const inode = 'exec 3>&1; /usr/bin/stat -L -c "inode %i" /proc/$$/fd/3 >> "$LOG"'
    const { started } = await runLinters({ zizmor: 0 }, inode)
    expect(started[1]).toBe(`inode ${fstatSync(1).ino}`)
  },
)
