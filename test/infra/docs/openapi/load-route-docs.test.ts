import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadRouteDocs } from '../../../../infra/docs/openapi/load-route-docs.ts'

test('a docs file without `docs` is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docs-'))
  await writeFile(join(folder, 'me.get.docs.ts'), 'export const description = 1\n')
  const path = join(folder, 'me.get.ts')
  await expect(loadRouteDocs({ path })).rejects.toThrow(
    `${join(folder, 'me.get.docs.ts')} exports no \`docs\``,
  )
})
