import { spawnSync } from 'node:child_process'
import { chmod, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const REHEARSE = resolve('infra/rehearsal/rehearse.ts')

/** Runs `npm run rehearse` with a PATH that has only Node and, if given, a `python3` of this version. */
async function rehearse(python?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'user api path-'))
  await symlink(process.execPath, join(folder, 'node'))
  if (python !== undefined) {
    await writeFile(join(folder, 'python3'), `#!/bin/sh\necho ${python}\n`)
    await chmod(join(folder, 'python3'), 0o755)
  }
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
