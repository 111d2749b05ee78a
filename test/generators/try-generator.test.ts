import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Command, Generator } from './generator.ts'
import { describeResult, withTable } from './table.ts'
import { tryGenerator } from './try-generator.ts'

let downloads = ''
beforeAll(async () => {
  downloads = await mkdtemp(join(tmpdir(), 'user api generators-'))
})
afterAll(async () => {
  await rm(downloads, { recursive: true })
})

const succeed: Command = { command: execPath, args: ['--eval', ''] }
const fail: Command = {
  command: execPath,
  args: ['--eval', 'console.log("no type"); process.exit(3)'],
}
const generator: Generator = {
  name: 'a generator',
  version: '1',
  document: '3.0',
  needs: [],
  install: () => [succeed],
  generate: () => [succeed],
  compile: () => [succeed],
  call: () => [succeed],
  remarks: 'None.',
}

const attempt = (changes: Partial<Generator>, installed = new Set<string>()) => {
  const stack = { apiUrl: 'http://127.0.0.1:1', picture: 'picture.png' }
  return tryGenerator({ ...generator, ...changes }, { downloads, installed, ...stack })
}

test('reports a client that compiles and runs', async () => {
  const result = await attempt({})
  expect(result).toMatchObject({ compiles: true, callsOk: true })
  expect(describeResult(result)).toBe('a generator 1, OpenAPI 3.0: compiles, calls ok')
  const page = '<!-- generators -->\n\n<!-- /generators -->'
  expect(withTable(page, [result])).toContain('\n| a generator | 1 | 3.0 | yes | yes | None. |\n')
})

test('gives the generator the URL of its document, and the client its stack', async () => {
  const code = `process.exit(process.argv[1] === 'http://127.0.0.1:1/openapi-3.0.json' ? 0 : 1)`
  const environment = `process.exit(process.env.API_URL === 'http://127.0.0.1:1' ? 0 : 1)`
  const result = await attempt({
    generate: ({ documentUrl }) => [{ command: execPath, args: ['--eval', code, documentUrl] }],
    call: () => [{ command: execPath, args: ['--eval', environment] }],
  })
  expect(result).toMatchObject({ callsOk: true })
})

test('stops at the first command that fails, and shows its output', async () => {
  const result = await attempt({ compile: () => [fail, succeed] })
  expect(result).toMatchObject({ compiles: false, failure: expect.stringContaining('no type') })
  expect(result.callsOk).toBeUndefined()
  expect(describeResult(result)).toContain('a generator 1, OpenAPI 3.0: FAILED')
})

test('installs once', async () => {
  const installed = new Set<string>()
  const file = join(downloads, 'installed')
  const install = () => [{ command: 'mkdir', args: [file] }]
  expect(await attempt({ install }, installed)).toMatchObject({ callsOk: true })
  expect(await attempt({ install }, installed)).toMatchObject({ callsOk: true })
  expect(await attempt({ install })).toMatchObject({ failure: expect.stringContaining('mkdir') })
})

test('names the program that is missing', async () => {
  const result = await attempt({ needs: ['no-such-program' as 'java'] })
  expect(describeResult(result)).toBe(
    'a generator 1, OpenAPI 3.0: skipped, because there is no `no-such-program` on the PATH',
  )
})
