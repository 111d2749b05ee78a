import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const CLI = resolve('infra/ops/cli.ts')

test('prints a stack with lines of the sources, and leaves the folder of the local stack alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'user api-'))
  const { status, stdout } = spawnSync(process.execPath, [CLI, 'explain-stack', 'HealthGet'], {
    input: 'Error\n    at x (file:///var/task/index.mjs:2:1)',
    env: { ...process.env, LOCAL_FOLDER: folder },
    encoding: 'utf8',
  })
  expect(status).toBe(0)
  expect(stdout).toMatch(/^Error\n {4}at x \((?:functions|shared)\/[\w/.-]+:\d+:\d+\)\n$/)
  expect(readdirSync(folder)).toEqual([])
})
