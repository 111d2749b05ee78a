import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveLocalPages } from '../../../infra/local/local-pages.ts'

const serve = serveLocalPages({
  'GET /_local/sms': () => ({ json: { messages: [] } }),
  'POST /_local/schedules/{id}': async (id) => ({ status: 202, json: id }),
  'GET /_local/broken': () => Promise.reject(new Error('out of order')),
})
const server = createServer((request, response) => {
  if (!serve(request, response)) response.end('the API')
})
let url: string

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})

test.each([
  ['GET', '/_local/sms?x=1', 200, { messages: [] }],
  ['POST', '/_local/schedules/a%20b', 202, 'a b'],
  ['GET', '/_local/broken', 500, { message: 'out of order' }],
  ['POST', '/_local/sms', 404, expect.objectContaining({ message: 'Not Found' })],
  ['POST', '/_local/schedules/a/b', 404, expect.objectContaining({ message: 'Not Found' })],
  ['POST', '/_local/schedules/%zz', 500, { message: 'URI malformed' }],
  ['GET', '/_local/constructor', 404, expect.objectContaining({ message: 'Not Found' })],
])('%s %s answers %i', async (method, path, status, json) => {
  const response = await fetch(`${url}${path}`, { method })
  expect([response.status, await response.json()]).toEqual([status, json])
})

test('everything else is the API’s', async () => {
  expect(await (await fetch(`${url}/users`)).text()).toBe('the API')
})
