import { mkdir, mkdtemp, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { madeOnce } from './assemblies.ts'
import { hashSources } from './hash-sources.ts'

let cache: string
const make = vi.fn(async (folder: string) => await writeFile(join(folder, 'file'), 'made'))

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'user api cache-'))
})

test('a folder is made once for the same sources', async () => {
  const folder = await madeOnce('it', make, cache)
  expect(await madeOnce('it', make, cache)).toBe(folder)
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('made')
  expect(make).toHaveBeenCalledTimes(1)
})

test('calls at the same time all get the folder that is complete first, and no other folder is left', async () => {
  const folders = await Promise.all([1, 2, 3].map(() => madeOnce('it', make, cache)))
  expect(new Set(folders).size).toBe(1)
  expect(await readdir(cache)).toEqual([hashSources()])
})

test('when making a folder fails, the next call makes it', async () => {
  const fail = () => Promise.reject(new Error('It cannot be made'))
  await expect(madeOnce('it', fail, cache)).rejects.toThrow('It cannot be made')
  await madeOnce('it', make, cache)
  expect(make).toHaveBeenCalledTimes(1)
})

test('a folder of other sources is removed after an hour without use', async () => {
  const anHourAgo = Date.now() / 1000 - 3601
  for (const name of ['old', 'recent']) await mkdir(join(cache, name))
  await utimes(join(cache, 'old'), anHourAgo, anHourAgo)
  await madeOnce('it', make, cache)
  expect((await readdir(cache)).sort()).toEqual([hashSources(), 'recent'].sort())
})
