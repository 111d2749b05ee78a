import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { hashSources } from './hash-sources.ts'

test.each([
  ['shared/accounts/user.ts', false],
  ['functions/auth/me.get.ts', false],
  ['infra/local/console/page/console.js', false],
  ['package-lock.json', false],
  ['docs/openapi.json', false],
  ['infra/ops/cli.ts', true],
  ['test/shared/log.test.ts', true],
])('a change of %s leaves the hash of the sources as it is: %s', async (file, isSame) => {
  const root = await mkdtemp(join(tmpdir(), 'user api sources-'))
  await mkdir(dirname(join(root, file)), { recursive: true })
  await writeFile(join(root, file), 'before')
  const before = hashSources(root)
  await writeFile(join(root, file), 'after')
  expect(hashSources(root) === before).toBe(isSame)
})
