import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { findKeptStack, keepStack } from './kept-stack.ts'
import type { ProvidedStack } from './provided-stack.ts'

/** Starts an API, and keeps it in a file as the stack that was made from these sources. */
async function keep(sources: string) {
  const api = createServer((_, response) => response.end()).listen(0, '127.0.0.1')
  await once(api, 'listening')
  const { port } = api.address() as AddressInfo
  const stack = { apiUrl: `http://127.0.0.1:${port}` } as ProvidedStack
  const file = join(await mkdtemp(join(tmpdir(), 'user api kept-')), 'local/test-stack.json')
  keepStack(stack, sources, file)
  return { api, stack, file }
}

test('a kept stack is found as long as the sources are the same', async () => {
  const { api, stack, file } = await keep('these')
  const warn = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  expect(await findKeptStack('these', file)).toEqual(stack)
  expect(await findKeptStack('others', file)).toBeUndefined()
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('was made from other sources'))
  api.close()
})

test('a kept stack that has ended is not found', async () => {
  const { api, file } = await keep('these')
  api.close()
  api.closeAllConnections()
  await once(api, 'close')
  expect(await findKeptStack('these', file)).toBeUndefined()
})

test('no stack is found where none is kept', async () => {
  expect(await findKeptStack('these', '/nowhere/test-stack.json')).toBeUndefined()
})
