import { spawnSync } from 'node:child_process'
import { symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { findPython } from '../../../infra/programs/find-python.ts'
import { createBin, writeProgram } from './fake-program.ts'

const REHEARSE = resolve('test/rehearsal/rehearse.ts')

afterEach(() => {
  vi.unstubAllEnvs()
})

/** Runs `npm run rehearse` with a PATH that has only Node and, if given, a `python3` of this version. */
async function rehearse(python?: string) {
  const folder = await createBin()
  await symlink(process.execPath, join(folder, 'node'))
  if (python !== undefined) await writeProgram(folder, 'python3', `echo ${python}`)
  const env = { PATH: folder, LOCAL_FOLDER: folder }
  return spawnSync(process.execPath, [REHEARSE], { env, encoding: 'utf8' })
}

test('npm run rehearse is skipped where there is no Python, and says so', async () => {
  const { status, stdout } = await rehearse()
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: 'Skipped: the rehearsal needs Python 3.10 or newer, and there is none on the PATH.\n',
  })
})

test('npm run rehearse refuses a Python that is too old, and names its version', async () => {
  const { status, stderr } = await rehearse('3.9.2')
  expect(status).toBe(1)
  expect(stderr).toBe('error: Python 3.10 or newer is needed, and `python3` is 3.9.2.\n')
})

/** Finds a Python on a PATH that has only these commands, each of this version. */
async function findAmong(commands: Readonly<Record<string, string>>) {
  const folder = await createBin()
  for (const [command, version] of Object.entries(commands))
    await writeProgram(folder, command, `echo ${version}`)
  vi.stubEnv('PATH', folder)
  return findPython()
}

test.each(['3.10.0', '3.14.2', '4.0.1'])('Python %s is new enough', async (version) => {
  expect(await findAmong({ python3: version })).toEqual({ command: 'python3', version })
})

test.each(['3.9.21', '2.11.0'])('Python %s is too old', async (version) => {
  await expect(findAmong({ python3: version })).rejects.toThrow(`\`python3\` is ${version}`)
})

test('uses `python` where there is no `python3`', async () => {
  const python = '3.12.1'
  expect(await findAmong({ python })).toEqual({ command: 'python', version: python })
  expect(await findAmong({ python3: '3.11.0', python })).toMatchObject({ command: 'python3' })
})
