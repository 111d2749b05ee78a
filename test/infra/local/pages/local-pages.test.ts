import { once } from 'node:events'
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { networkAddress } from '../../../../infra/local/http/network-address.ts'
import { type LocalSite, serveLocalPages } from '../../../../infra/local/pages/local-pages.ts'

const serve = serveLocalPages({
  imageOrigins: ['http://127.0.0.1:9'],
  pages: {
    'GET /_local/sms': () => ({ json: { messages: [] } }),
    'POST /_local/schedules/{id}': async (id) => ({ status: 202, json: id }),
    'PUT /_local/flags/{id}': (id, isOn) => ({ json: { id, isOn } }),
    'GET /_local': () => ({ contentType: 'text/html', body: '<p>Hello</p>' }),
    'GET /_local/unwritable': () => ({ json: 1n }),
    'GET /_local/broken': () => Promise.reject(new Error('broken')),
  },
  shared: { key: 'the-key', pages: ['GET /_local/sms'] },
})
const server = createServer((request, response) => {
  if (!serve(request, response)) response.end('the API')
})
let url: string

beforeAll(async () => {
  server.listen(0, '0.0.0.0')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})

test.each([
  ['GET', '/_local/sms?x=1', 200, { messages: [] }],
  ['POST', '/_local/schedules/a%20b', 202, 'a b'],
  ['GET', '/_local/broken', 500, { message: 'broken' }],
  ['POST', '/_local/sms', 404, expect.objectContaining({ message: 'Not Found' })],
  ['POST', '/_local/schedules/a/b', 404, expect.objectContaining({ message: 'Not Found' })],
  ['POST', '/_local/schedules/%zz', 400, { message: 'URI malformed' }],
  ['GET', '/_local/constructor', 404, expect.objectContaining({ message: 'Not Found' })],
])('%s %s responds with %i', async (method, path, status, json) => {
  const response = await fetch(`${url}${path}`, { method })
  expect([response.status, await response.json()]).toEqual([status, json])
})

test('a request waits while the pages are not known yet', async () => {
  const { promise: site, resolve } = Promise.withResolvers<LocalSite>()
  const serveLater = serveLocalPages(site)
  const later = createServer((request, response) => serveLater(request, response))
  later.listen(0, '127.0.0.1')
  await once(later, 'listening')
  const { port } = later.address() as AddressInfo
  const response = fetch(`http://127.0.0.1:${port}/_local`)
  await once(later, 'request')
  resolve({ pages: { 'GET /_local': () => ({ json: 'now' }) } })
  expect(await (await response).json()).toBe('now')
  later.close()
})

test('a body that is not JSON is the mistake of the client', async () => {
  const response = await fetch(`${url}/_local/schedules/a`, { method: 'POST', body: '{' })
  expect(response.status).toBe(400)
})

test('a response that cannot be written ends the connection, and nothing else', async () => {
  await expect(fetch(`${url}/_local/unwritable`)).rejects.toThrow('fetch failed')
  expect((await fetch(`${url}/_local/sms`)).status).toBe(200)
})

test('a page gets the JSON body', async () => {
  const put = { method: 'PUT', body: 'true' }
  const response = await fetch(`${url}/_local/flags/encryption`, put)
  expect(await response.json()).toEqual({ id: 'encryption', isOn: true })
})

test('a page can run only the scripts of the stack', async () => {
  const response = await fetch(`${url}/_local`)
  expect(await response.text()).toBe('<p>Hello</p>')
  const policy = response.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
  expect(policy).toContain("img-src 'self' http://127.0.0.1:9; ")
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})

describe('a request', () => {
  test.each([
    ['a domain that resolves to this machine', { host: 'evil.example:3000' }],
    ['a domain that only starts with localhost', { host: 'localhost.evil.example' }],
    ['another site', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:5173' }],
    ['a page without an origin', { origin: 'null' }],
    ['another site without Origin', { 'sec-fetch-site': 'cross-site' }],
    ['another port without Origin', { 'sec-fetch-site': 'same-site' }],
  ])('of a browser is refused when it comes from %s', async (_, headers) => {
    for (const [method, path] of [
      ['GET', '/_local/sms'],
      ['GET', '/_local'],
      ['POST', '/_local/schedules/a'],
      ['PUT', '/_local/flags/a'],
    ] as const) {
      expect(await statusOf(method, path, headers)).toBe(403)
    }
  })

  test.each([
    ['its own page', { 'sec-fetch-site': 'same-origin' }],
    ['the address bar', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    ['a link on another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['its own page at localhost', { host: 'localhost:80', origin: 'http://localhost:80' }],
    ['its own page at [::1]', { host: '[::1]:80', origin: 'http://[::1]:80' }],
  ])('of a browser is accepted when it comes from %s', async (_, headers) => {
    expect(await statusOf('GET', '/_local/sms', headers)).toBe(200)
  })

  test('of a browser is refused when a form of another site sends it', async () => {
    const form = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect(await statusOf('POST', '/_local/schedules/a', form)).toBe(403)
  })
})

describe.runIf(networkAddress())('a request of another device', () => {
  const fromNetwork = () => url.replace('127.0.0.1', networkAddress() ?? '')

  test.each([
    ['GET', '/_local'],
    ['GET', '/_local/sms'],
    ['GET', '/_local/broken?key=the-key'],
    ['POST', '/_local/schedules/a?key=the-key'],
  ])('is refused, with any Host: %s %s', async (method, path) => {
    for (const host of ['127.0.0.1', 'localhost:3000', new URL(fromNetwork()).host]) {
      expect(await statusOf(method, path, { host }, fromNetwork())).toBe(403)
    }
  })

  test('is refused with the reason', async () => {
    const response = await fetch(`${fromNetwork()}/_local`)
    expect(await response.json()).toEqual({
      message:
        'Other devices cannot open /_local. They can read its shared pages with the key of the stack.',
    })
  })

  test('reads a shared page with the key', async () => {
    const response = await fetch(`${fromNetwork()}/_local/sms?key=the-key`)
    expect([response.status, await response.json()]).toEqual([200, { messages: [] }])
  })
})

describe('a shared page', () => {
  const origin = 'https://app.example'

  test('is for pages of any origin with the key', async () => {
    const response = await fetch(`${url}/_local/sms?key=the-key`, { headers: { origin } })
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  })

  test.each(['', '?key=', '?key=the-ke', '?key=the-key2', '?KEY=the-key'])(
    'is refused to another origin with the query "%s"',
    async (query) => {
      const response = await fetch(`${url}/_local/sms${query}`, { headers: { origin } })
      expect(response.status).toBe(403)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    },
  )

  test('is not shared by a stack without a key', async () => {
    const serveAlone = serveLocalPages({ pages: { 'GET /_local/sms': () => ({ json: 'sms' }) } })
    const alone = createServer((request, response) => serveAlone(request, response))
    alone.listen(0, '127.0.0.1')
    await once(alone, 'listening')
    const { port } = alone.address() as AddressInfo
    const own = `http://127.0.0.1:${port}`
    expect(await statusOf('GET', '/_local/sms?key=', { origin }, own)).toBe(403)
    expect(await statusOf('GET', '/_local/sms?key=undefined', { origin }, own)).toBe(403)
    alone.close()
  })
})

/** Without fetch, which sets these headers itself. */
async function statusOf(method: string, path: string, headers: OutgoingHttpHeaders, base = url) {
  const sent = request(`${base}${path}`, { method, headers }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  return response.statusCode
}

test.each(['/', '/users', '/_locals', '/users/_local'])('%s is left to the API', async (path) => {
  expect(await (await fetch(`${url}${path}`)).text()).toBe('the API')
})
