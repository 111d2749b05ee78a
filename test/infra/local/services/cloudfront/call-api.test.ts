import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { openCdn } from '../../../../../infra/local/services/cloudfront/cdn.ts'
import type { ApiBehavior } from '../../../../../infra/local/services/cloudfront/describe-distributions.ts'
import { host } from '../../endpoint/endpoint-fixture.ts'

type Received = Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { readonly body: string }

/** Starts an API, and a CDN in front of it. The API responds to `/broken` by closing the connection. */
async function start(behavior: Partial<ApiBehavior> = {}) {
  const received: Received[] = []
  const api = createServer(async (request, response) => {
    const { method, url, headers } = request
    received.push({ method, url, headers, body: await text(request) })
    if (url === '/broken') request.socket.destroy()
    else response.writeHead(201, { 'x-own': 'api' }).end('created')
  })
  api.listen(0, host)
  await once(api, 'listening')
  const apiUrl = `http://${host}:${(api.address() as AddressInfo).port}`
  const cdn = await openCdn(host)
  onTestFinished(async () => {
    await cdn.close()
    api.close()
  })
  const headers = { override: { 'x-own': 'cdn' }, otherwise: {} }
  const paths = /^\/(?!none)/
  const whole = { kind: 'api' as const, paths, apiUrl, originHeaders: {}, headers, ...behavior }
  cdn.serve({ behaviors: [whole] } as never, apiUrl)
  return { url: cdn.url, received }
}

test('method, path, query and body reach the API, with headers of the origin', async () => {
  const { url, received } = await start({ originHeaders: { 'x-secret': 's' } })
  const sent = { 'x-secret': 'forged', 'x-client': 'c' }
  const response = await fetch(`${url}/a?b=c`, { method: 'PUT', body: 'text', headers: sent })
  expect(response.status).toBe(201)
  expect(await response.text()).toBe('created')
  expect(response.headers.get('x-own')).toBe('cdn')
  const [request] = received
  expect(request).toMatchObject({ method: 'PUT', url: '/a?b=c', body: 'text' })
  expect(request?.headers).toMatchObject({
    'x-secret': 's',
    'x-client': 'c',
    via: '1.1 local.cloudfront.net (CloudFront)',
  })
  expect(`http://${request?.headers.host}`).not.toBe(url)
})

test('the function of the template sets headers, of which it knows the address of the client', async () => {
  const onViewerRequest = `
    function handler({ request, viewer }) {
      request.headers['x-viewer'] = { value: viewer.ip }
      return request
    }`
  const { url, received } = await start({ onViewerRequest })
  await fetch(`${url}/a`, { headers: { 'x-viewer': 'forged' } })
  expect(received[0]?.headers['x-viewer']).toBe(host)
})

test('a function of the template that throws causes a 503, which names the error', async () => {
  const { url, received } = await start({
    onViewerRequest: 'function handler() { return missing }',
  })
  const response = await fetch(`${url}/a`)
  expect(response.status).toBe(503)
  expect(await response.text()).toBe('ReferenceError: missing is not defined')
  expect(received).toEqual([])
})

test('a connection that the API closes ends that of the client', async () => {
  const { url } = await start()
  await expect(fetch(`${url}/broken`)).rejects.toThrow('fetch failed')
})

test('a path of no behavior gets a 502, and so does every path before there is a distribution', async () => {
  const { url, received } = await start()
  expect((await fetch(`${url}/none`)).status).toBe(502)
  const empty = await openCdn(host)
  expect((await fetch(`${empty.url}/a`)).status).toBe(502)
  await empty.close()
  expect(received).toEqual([])
})
