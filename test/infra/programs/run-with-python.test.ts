import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { endPrograms } from '../../../infra/programs/run-program.ts'
import { runWithPython } from '../../../infra/programs/run-with-python.ts'
import { createBin, writeProgram } from './fake-program.ts'

const exitCode = process.exitCode
const written = { stdout: '', stderr: '' }

beforeEach(() => {
  for (const stream of ['stdout', 'stderr'] as const) {
    written[stream] = ''
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += text
      return true
    })
  }
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  process.exitCode = exitCode
  process.off('exit', endPrograms)
})

/** Puts nothing but this Python on the PATH. */
async function usePython(version?: string): Promise<void> {
  const folder = await createBin()
  if (version) await writeProgram(folder, 'python3', `echo ${version}`)
  vi.stubEnv('PATH', folder)
}

test.each([
  { result: true, code: 0 },
  { result: false, code: 1 },
])('the process exits with $code when the work returns $result', async ({ result, code }) => {
  await usePython('3.12.1')
  const work = vi.fn(async () => result)
  await runWithPython('the linters need', work)
  expect(work).toHaveBeenCalledWith({ command: 'python3', version: '3.12.1' })
  expect(process.exitCode).toBe(code)
})

test('without Python, prints that the work is skipped, and does not fail', async () => {
  await usePython()
  const work = vi.fn(async () => false)
  await runWithPython('the linters need', work)
  expect(work).not.toHaveBeenCalled()
  expect(process.exitCode).toBe(exitCode)
  expect(written.stdout).toMatch(/^Skipped: the linters need Python 3\.10 or newer, .*\n$/)
})

test('the process prints the error of the work, exits with 1, and ends its programs', async () => {
  await usePython('3.12.1')
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never)
  await runWithPython('the linters need', () => Promise.reject(new Error('No network')))
  expect(written.stderr).toBe('error: No network\n')
  expect(exit).toHaveBeenCalledWith(1)
  expect(process.listeners('exit')).toContain(endPrograms)
})
