import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findId } from '../../../infra/ops/explain-stack.ts'
import { programEnvironment } from '../../support/program-environment.ts'
import { runCommand } from '../../support/run-command.ts'

const STACK = 'Error\n    at x (file:///var/task/index.mjs:2:1)'
const MAPPED = /^Error\n {4}at x \((?:functions|shared)\/[\w/.-]+:\d+:\d+\)\n$/

async function explain(name: string, input: string) {
  const folder = mkdtempSync(join(tmpdir(), 'user api-'))
  const env = { ...programEnvironment, LOCAL_FOLDER: folder }
  const finished = await runCommand(['explain-stack', name], { env, input })
  return { ...finished, written: readdirSync(folder) }
}

test('prints a stack with lines of the sources, and leaves the folder of the local stack alone', async () => {
  const { code, stdout, written } = await explain('HealthGet', STACK)
  expect(code).toBe(0)
  expect(stdout).toMatch(MAPPED)
  expect(written).toEqual([])
})

test('knows the functions that serve pages', async () => {
  const { stdout } = await explain('user-api-prod-DeleteAccountPage', STACK)
  expect(stdout).toMatch(/^Error\n {4}at x \((?:infra\/pages|node_modules)\/[\w/.-]+:\d+:\d+\)\n$/)
})

test('takes the stack out of a log line, whose function can be named by its log group', async () => {
  const line = JSON.stringify({ level: 'error', error: { name: 'TypeError', stack: STACK } })
  const { stdout } = await explain('/aws/lambda/user-api-prod-HealthGet', line)
  expect(stdout).toMatch(/^TypeError\n/)
  expect(stdout.slice('TypeError\n'.length)).toMatch(MAPPED)
})

test('takes the longest id that the name contains', () => {
  const ids = ['InfoPatch', 'UsersInfoPatch', 'Info']
  expect(findId('user-api-prod-UsersInfoPatch', ids)).toBe('UsersInfoPatch')
})

test('names the functions when there is none of that name', async () => {
  const { code, stderr } = await explain('Nothing', STACK)
  expect(code).toBe(1)
  expect(stderr).toMatch(/^error: No function is called Nothing, only: .*\bHealthGet, /)
})
