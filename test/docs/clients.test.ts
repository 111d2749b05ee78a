import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { versions } from '../generators/versions.ts'

test('the command of docs/clients.md runs the versions that are known to work', async () => {
  const text = await readFile(new URL('../../docs/clients.md', import.meta.url), 'utf8')
  const [, named = ''] = /^npx (.*) openapi-ts /m.exec(text) ?? []
  const wanted = (['typescript', '@hey-api/openapi-ts'] as const).map((name) => {
    return `-p ${name}@${versions.npm[name]}`
  })
  expect(named).toBe(['-y', ...wanted].join(' '))
})

test('the client’s README shows no code that React Native cannot run: its AbortSignal has no `timeout`', async () => {
  const readme = new URL('../../infra/client/README.md', import.meta.url)
  expect(await readFile(readme, 'utf8')).not.toContain('AbortSignal.timeout')
})
