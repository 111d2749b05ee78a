import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { addLiveReload } from '../../../../infra/start/reload/add-live-reload.ts'

const SCRIPT = '<script type="module" src="/_local/live-reload.js"></script>'
const HTML = { 'content-type': 'text/html; charset=utf-8' }

function respond(headers: Record<string, string>, body: Buffer = Buffer.from('<p>')) {
  return addLiveReload({ statusCode: 200, headers, cookies: [], body })
}

test('an HTML page gets the script', () => {
  expect(respond(HTML)).toEqual({
    statusCode: 200,
    cookies: [],
    headers: HTML,
    body: Buffer.from(`<p>${SCRIPT}`),
  })
})

test('a compressed page gets the script, and is sent uncompressed', () => {
  const headers = { ...HTML, 'content-encoding': 'gzip', vary: 'accept-encoding' }
  const response = respond(headers, gzipSync('<p>'))
  expect(response.headers).toEqual({ ...HTML, vary: 'accept-encoding' })
  expect(response.body.toString()).toBe(`<p>${SCRIPT}`)
})

test.each([
  ["default-src 'none'; script-src 'sha256-x'", "default-src 'none'; script-src 'self' 'sha256-x'"],
  ["script-src 'self'; img-src data:", "script-src 'self'; img-src data:"],
])('its policy allows scripts of its own origin: %s', (policy, expected) => {
  const { headers } = respond({ ...HTML, 'content-security-policy': policy })
  expect(headers).toEqual({ ...HTML, 'content-security-policy': expected })
})

test.each([[{ 'content-type': 'application/json' }], [{}]])(
  'a response that is no page stays as it is: %j',
  (headers) => {
    const response = { statusCode: 200, headers, cookies: [], body: Buffer.from('{}') }
    expect(addLiveReload(response)).toBe(response)
  },
)
