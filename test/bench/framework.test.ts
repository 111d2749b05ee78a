import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test, vi } from 'vitest'
import { buildFramework } from './contenders.ts'
import { PATCH_EVENT } from './fixture.ts'

test('what the benchmark measures without the SDK answers as it does with it', async () => {
  vi.stubEnv('PICTURES_URL', 'https://pictures.example.com')
  vi.stubEnv('USERS_TABLE_NAME', 'users')
  const outfile = join(await mkdtemp(join(tmpdir(), 'user-api-')), 'framework.mjs')
  await buildFramework(resolve(import.meta.dirname, '../../functions/users/info.patch.ts'), outfile)
  const { handler } = await import(outfile)
  const { statusCode, body } = await handler(PATCH_EVENT, {})
  expect(statusCode).toBe(200)
  expect(JSON.parse(body).data.email).toBe('jsmith@example.com')
})
