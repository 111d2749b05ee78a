import { mkdir, mkdtemp, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { madeOnce } from './assemblies.ts'
import { hashSources } from './hash-sources.ts'

let cache: string
const make = vi.fn(async (folder: string) => await writeFile(join(folder, 'file'), 'made'))

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'user-api-cache-'))
})

test('a folder is made once for the same sources', async () => {
  const folder = await madeOnce('it', make, cache)
  expect(await madeOnce('it', make, cache)).toBe(folder)
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('made')
  expect(make).toHaveBeenCalledTimes(1)
})

test('makers at the same time share the folder of the first, and leave no other', async () => {
  const folders = await Promise.all([1, 2, 3].map(() => madeOnce('it', make, cache)))
  expect(new Set(folders).size).toBe(1)
  expect(await readdir(cache)).toEqual([hashSources()])
})

test('a folder whose maker failed is made by the next one', async () => {
  const fail = () => Promise.reject(new Error('It cannot be made'))
  await expect(madeOnce('it', fail, cache)).rejects.toThrow('It cannot be made')
  await madeOnce('it', make, cache)
  expect(make).toHaveBeenCalledTimes(1)
})

test('what was made from other sources is removed once it is unused for an hour', async () => {
  const anHourAgo = Date.now() / 1000 - 3601
  for (const name of ['old', 'recent']) await mkdir(join(cache, name))
  await utimes(join(cache, 'old'), anHourAgo, anHourAgo)
  await madeOnce('it', make, cache)
  expect((await readdir(cache)).sort()).toEqual([hashSources(), 'recent'].sort())
})
