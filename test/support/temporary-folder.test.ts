import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const MODULE = join(import.meta.dirname, 'temporary-folder.ts')
const CODE = `
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { useTemporaryFolder } from ${JSON.stringify(MODULE)}
useTemporaryFolder()
writeFileSync(join(mkdtempSync(join(tmpdir(), 'a ')), 'file'), '')
process.stdout.write(tmpdir())
`

test('a process that uses a temporary folder deletes it, with all that is in it', () => {
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', CODE], {
    encoding: 'utf8',
  })
  expect(status).toBe(0)
  expect(dirname(stdout)).toBe(tmpdir())
  expect(existsSync(stdout)).toBe(false)
})

test('the temporary files of a test run are in such a folder', () => {
  expect(mkdtempSync(join(tmpdir(), 'a '))).toMatch(/\/user api \w{6}\/a /)
})
