import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  engineKey,
  LostTablesError,
} from '../../../../../infra/local/services/dynamodb/engine-key.ts'

const newFolder = () => mkdtemp(join(tmpdir(), 'engine key-'))

test('is random, and kept with the data for its owner alone', async () => {
  const folder = await newFolder()
  // Of the engine of buckets and queues.
  await writeFile(join(folder, 'fauxqs.db'), '')
  const key = await engineKey(folder)
  expect(key).toMatch(/^[0-9a-f]{32}$/)
  expect(await engineKey(folder)).toBe(key)
  const file = join(folder, 'dynamodb-access-key')
  expect(await readFile(file, 'utf8')).toBe(key)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await engineKey(await newFolder())).not.toBe(key)
})

test('differs at each start without a folder', async () => {
  expect(await engineKey()).not.toBe(await engineKey())
})

test.each(['shared-local-instance.db', '0a1b_local.db'])(
  'refuses a folder with %s and no key, and says what to do',
  async (file) => {
    const folder = await newFolder()
    await writeFile(join(folder, file), '')
    await expect(engineKey(folder)).rejects.toThrow(LostTablesError)
    await expect(engineKey(folder)).rejects.toThrow(/Delete the local data/)
  },
)
