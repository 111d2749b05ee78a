import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { programEnvironment } from '../../support/program-environment.ts'
import { runCommand } from '../../support/run-command.ts'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'user api-')), 'local')
  mkdirSync(join(folder, 'data'), { recursive: true })
  writeFileSync(join(folder, 'local-stack'), '')
})
const reset = (...args: string[]) => {
  return runCommand(['reset', ...args], { env: { ...programEnvironment, LOCAL_FOLDER: folder } })
}

test('deletes the data of the local stack and names its folder', async () => {
  const { code, stdout } = await reset()
  expect(code).toBe(0)
  expect(stdout).toBe(
    `Deleted the data in ${folder}. The next \`npm start\` begins without data.\n`,
  )
  expect(existsSync(join(folder, 'data'))).toBe(false)
})

test('names the folder as JSON with --json', async () => {
  expect(JSON.parse((await reset('--json')).stdout)).toEqual({ deleted: folder })
})
