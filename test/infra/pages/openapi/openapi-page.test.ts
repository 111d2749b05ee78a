import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { OPENAPI_FILE } from '../../../support/openapi.ts'
import { stack } from '../../../support/stack.ts'

test.each(['openapi.json', 'openapi-3.0.json'])(
  'GET /%s returns the committed document, gzipped when the client accepts it',
  async (file) => {
    const committed = await readFile(new URL(file, OPENAPI_FILE), 'utf8')
    for (const [encoding, expected] of [
      ['identity', null],
      ['gzip', 'gzip'],
    ] as const) {
      const headers = { 'accept-encoding': encoding }
      const response = await fetch(`${stack.apiUrl}/${file}`, { headers })
      expect(response.headers.get('content-encoding')).toBe(expected)
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(await response.text()).toBe(committed)
    }
  },
)

test('GET /openapi.yaml returns the same as YAML', async () => {
  const response = await fetch(`${stack.apiUrl}/openapi.yaml`)
  expect(response.headers.get('content-type')).toBe('application/yaml')
  const text = await response.text()
  expect(text).toMatch(/^openapi: 3\.1\.1\ninfo:\n {2}title: User API\n/)
  expect(parse(text)).toEqual(JSON.parse(await readFile(OPENAPI_FILE, 'utf8')))
})
