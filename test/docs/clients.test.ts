import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { go } from '../generators/go.ts'
import { openapiGenerators } from '../generators/openapi-generator.ts'
import { python } from '../generators/python.ts'
import { typescript } from '../generators/typescript.ts'
import { versions } from '../generators/versions.ts'

test('the command of docs/clients.md runs the versions that are known to work', async () => {
  const text = await readFile(new URL('../../docs/clients.md', import.meta.url), 'utf8')
  const [, named = ''] = /^npx (.*) openapi-ts /m.exec(text) ?? []
  const wanted = (['typescript', '@hey-api/openapi-ts'] as const).map((name) => {
    return `-p ${name}@${versions.npm[name]}`
  })
  expect(named).toBe(['-y', ...wanted].join(' '))
})

test.each([...openapiGenerators, python, go, ...typescript])(
  'the table of docs/clients.md has $name',
  async ({ name, version, document, remarks }) => {
    const text = await readFile(new URL('../../docs/clients.md', import.meta.url), 'utf8')
    const rows = text.split('\n').filter((line) => line.startsWith(`| ${name} | `))
    expect(rows).toEqual([expect.stringMatching(/^\| .* \| (yes|–) \| (yes|–) \| .* \|$/)])
    expect(rows[0]).toContain(` | ${version} | ${document} | `)
    expect(rows[0]).toContain(` | ${remarks} |`)
  },
)

test('the client’s README shows no code that React Native cannot run: its AbortSignal has no `timeout`', async () => {
  const readme = new URL('../../infra/client/README.md', import.meta.url)
  expect(await readFile(readme, 'utf8')).not.toContain('AbortSignal.timeout')
})
