import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { LocalFunction } from '../../../../../../infra/local/services/lambda/functions/local-function.ts'

/** Runs a function with these files in its code, below the files of a project, and returns its result. */
async function resultOf(
  code: Record<string, string>,
  handler = 'index.handler',
  project: Record<string, string> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'local stack-'))
  const inCode = Object.entries(code).map(([file, text]) => [`code/${file}`, text] as const)
  for (const [file, text] of [...inCode, ...Object.entries(project)]) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  const logged: string[] = []
  const description = {
    name: 'orders',
    arn: 'arn:aws:lambda:eu-west-1:000000000000:function:orders',
    folder: join(folder, 'code'),
    handler,
    environment: {},
    memoryMb: 128,
    timeoutMs: 10_000,
  }
  const run = new LocalFunction(description, {
    packagesFolder: join(folder, 'packages'),
    compileCache: join(folder, 'cache'),
    onLog: (_, line) => logged.push(line),
  })
  try {
    return await run.invoke({})
  } catch {
    return logged.join('\n')
  } finally {
    await run.close()
  }
}

const esm = 'export const handler = () => "from a module"'
const commonJs = 'exports.handler = () => "from CommonJS"'
const ofModules = { 'package.json': '{"type": "module"}' }

test.each([
  ['a module', { 'index.mjs': esm }, 'from a module'],
  ['a CommonJS file', { 'index.cjs': commonJs }, 'from CommonJS'],
  ['a .js file that is CommonJS', { 'index.js': commonJs }, 'from CommonJS'],
  ['a .js file of a module package', { 'index.js': esm, ...ofModules }, 'from a module'],
])('runs %s', async (_, code, result) => {
  expect(await resultOf(code)).toBe(result)
})

test('runs CommonJS as Lambda does when a package.json above it says that it is a module', async () => {
  const code = {
    'index.js': 'exports.handler = require("./other.js")',
    'other.js': 'module.exports = () => 1',
  }
  expect(await resultOf(code, 'index.handler', ofModules)).toBe(1)
})

test('finds a handler in a folder, by its own name', async () => {
  const code = { 'src/orders.mjs': 'export const create = () => "created"' }
  expect(await resultOf(code, 'src/orders.create')).toBe('created')
})

const sdk = (where: string) => ({
  [`${where}/sdk/package.json`]: '{"name": "sdk", "exports": "./index.js"}',
  [`${where}/sdk/index.js`]: `exports.name = ${JSON.stringify(where)}`,
})
const usesSdk = { 'index.mjs': 'import sdk from "sdk"; export const handler = () => sdk.name' }

test('finds a package in the code, and else in the packages folder', async () => {
  const project = sdk('packages/node_modules')
  expect(await resultOf(usesSdk, 'index.handler', project)).toBe('packages/node_modules')
  const code = { ...usesSdk, ...sdk('node_modules') }
  expect(await resultOf(code, 'index.handler', project)).toBe('node_modules')
})

test.each([
  ['file', { 'other.mjs': esm }, 'The code has no index.mjs, .js or .cjs'],
  ['export', { 'index.mjs': 'export const other = 1' }, 'index exports no function handler'],
  ['package', usesSdk, "Cannot find package 'sdk'"],
])('logs a missing %s', async (_, code, message) => {
  expect(await resultOf(code)).toContain(message)
})
