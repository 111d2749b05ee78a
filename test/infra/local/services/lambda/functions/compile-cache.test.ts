import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCompileCache } from '../../../../../../infra/local/services/lambda/functions/compile-cache.ts'
import { startFunctions } from '../../../../../../infra/local/services/lambda/functions/start-functions.ts'

/** Runs a function whose environment uses this cache, and ends it. */
async function runFunction(compileCache: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'local stack-'))
  await writeFile(join(folder, 'index.mjs'), 'export const handler = () => 1')
  const limits = { environment: {}, memoryMb: 128, timeoutMs: 30_000 }
  const description = { name: 'one', arn: 'arn', folder, handler: 'index.handler', ...limits }
  const options = { packagesFolder: folder, compileCache, onLog: () => undefined }
  const functions = startFunctions([description], options)
  expect(await functions.invoke('one', {})).toBe(1)
  await functions.close()
}

test('compiled code of a stack without a data folder is deleted at its end', async () => {
  const cleanup = new AsyncDisposableStack()
  const folder = openCompileCache(cleanup)
  await runFunction(folder)
  expect(readdirSync(folder)).not.toEqual([])
  await cleanup.disposeAsync()
  expect(existsSync(folder)).toBe(false)
})

test('compiled code of a stack with a data folder is kept there', async () => {
  const data = await mkdtemp(join(tmpdir(), 'local stack-'))
  const cleanup = new AsyncDisposableStack()
  await runFunction(openCompileCache(cleanup, data))
  await cleanup.disposeAsync()
  expect(readdirSync(join(data, 'compile-cache'))).not.toEqual([])
})
