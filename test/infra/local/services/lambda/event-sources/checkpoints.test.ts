import { mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCheckpoints } from '../../../../../../infra/local/services/lambda/event-sources/checkpoints.ts'

async function freeFile() {
  return join(await mkdtemp(join(tmpdir(), 'user api-')), 'data', 'checkpoints.json')
}

test('keeps checkpoints across a restart', async () => {
  const file = await freeFile()
  const first = openCheckpoints(file)
  await Promise.all([first.set('a', '1'), first.set('b', '2'), first.set('c', '3')])
  await first.set('b', undefined)
  const second = openCheckpoints(file)
  expect(['a', 'b', 'c'].map((shardId) => second.get(shardId))).toEqual(['1', undefined, '3'])
  expect(await readdir(join(file, '..'))).toEqual(['checkpoints.json'])
})

test('starts without checkpoints when the file is invalid', async () => {
  const file = await freeFile()
  await openCheckpoints(file).set('a', '1')
  await writeFile(file, '{')
  expect(openCheckpoints(file).get('a')).toBeUndefined()
})
