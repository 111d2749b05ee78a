import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
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
