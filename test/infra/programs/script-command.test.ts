import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { programEnvironment } from '../../support/program-environment.ts'

const MODULE = resolve(import.meta.dirname, '../../../infra/programs/script-command.ts')
const CODE = `
import { scriptCommand } from ${JSON.stringify(MODULE)}
scriptCommand('bench', 'Measures.').option('--rounds <n>', 'how many').parse()
process.stdout.write('ran')
`

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', CODE, '--', ...args],
    { encoding: 'utf8', env: programEnvironment, cwd: join(import.meta.dirname, '../../..') },
  )
  return { status, stdout, stderr }
}

test('a script runs with options that it has', () => {
  expect(run('--rounds', '1')).toEqual({ status: 0, stdout: 'ran', stderr: '' })
})

test('a script with --help prints its description and options, and does not run', () => {
  const { status, stdout } = run('--help')
  expect(status).toBe(0)
  expect(stdout).toMatch(/Usage: npm run bench -- [\s\S]*Measures\.[\s\S]*--rounds/)
  expect(stdout).not.toMatch(/ran$/)
})

test('a script with an option that it lacks exits with 2, and says which', () => {
  const { status, stdout, stderr } = run('--round', '1')
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/unknown option '--round'[\s\S]*Usage: npm run bench/)
})
