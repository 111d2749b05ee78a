import { once } from 'node:events'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { endPrograms, runProgram, startProgram } from '../../../infra/programs/run-program.ts'

const logFile = join(await mkdtemp(join(tmpdir(), 'user api-')), 'log')
const options = { env: process.env, logFile }

test('returns the output and the exit code of a program', async () => {
  const script = 'console.log("out"); console.error("err"); process.exit(3)'
  const { output, code } = await runProgram(process.execPath, ['-e', script], options)
  expect(code).toBe(3)
  expect(output.split('\n').sort()).toEqual(['', 'err', 'out'])
})

test('adds the output of each program to the log', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'user api ')), 'log')
  for (const text of ['one', 'two']) {
    const script = `console.log("${text}"); console.error("${text}, error")`
    await runProgram(process.execPath, ['-e', script], { ...options, logFile: file })
  }
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  expect(lines.sort()).toEqual(['one', 'one, error', 'two', 'two, error'])
})

test('a program that is not installed is an error that names it', async () => {
  await expect(runProgram('no-such-program', [], options)).rejects.toThrow(/no-such-program/)
})

test('ends programs together with the processes that they started', async () => {
  const sleeps = 'setInterval(() => {}, 1000)'
  const script = `
    require('node:child_process').spawn(process.execPath, ['-e', '${sleeps}'], { stdio: 'inherit' })
    console.log('started')
    ${sleeps}`
  const child = startProgram(process.execPath, ['-e', script], options)
  const { stdout } = child
  if (!stdout) throw new Error('It has no output')
  expect(String(await once(stdout, 'data'))).toBe('started\n')
  endPrograms()
  // Only when nobody holds its output any more.
  await once(stdout, 'close')
})
