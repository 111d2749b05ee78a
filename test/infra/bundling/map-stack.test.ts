import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bundleFunctions } from '../../../infra/bundling/bundle-functions.ts'
import { mapStack } from '../../../infra/bundling/map-stack.ts'
import { loadFunctions } from '../../../infra/functions/load-functions.ts'

test('a position in a deployed bundle becomes that in the source', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'user api-'))
  const { routes } = await loadFunctions()
  await bundleFunctions(
    routes.filter(({ id }) => id === 'HealthGet'),
    { folder },
  )
  const lines = (await readFile(join(folder, 'HealthGet/index.mjs'), 'utf8')).split('\n')
  const line = lines.findIndex((one) => one.includes('message:"OK"'))
  const column = (lines[line] ?? '').indexOf('message:"OK"')
  const stack = `Error\n    at x (file:///var/task/index.mjs:${line + 1}:${column + 1})\n    at y (node:internal/x:1:1)`
  const source = (await readFile('functions/health.get.ts', 'utf8')).split('\n')
  const inSource = source.findIndex((one) => one.includes("message: 'OK'")) + 1
  const [first, mapped, kept] = mapStack(stack, join(folder, 'HealthGet/index.mjs.map')).split('\n')
  expect([first, kept]).toEqual(['Error', '    at y (node:internal/x:1:1)'])
  expect(mapped).toMatch(
    new RegExp(`^ {4}at x \\(functions/health\\.get\\.ts:${inSource}:\\d+\\)$`),
  )
})
