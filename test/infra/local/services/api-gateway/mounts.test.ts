import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { startTestGateway } from './start-test-gateway.ts'

/** Starts a gateway with a mount, whose function returns what `toResult` makes of the gateway's URL. */
async function start(toResult: (url: string) => unknown = () => 'the API') {
  const gateway = await startTestGateway(() => toResult(gateway.url))
  gateway.mount('/_cdn', ({ url }, response) => response.end(`mounted ${url}`))
  return gateway
}

describe('a mount', () => {
  test.each([
    ['/_cdn/a/b.jpg?c=1', 'mounted /a/b.jpg?c=1'],
    ['/_cdn/', 'mounted /'],
    ['/_cdn', '"the API"'],
    ['/_cdnx/a', '"the API"'],
    ['/a/_cdn/a', '"the API"'],
  ])('serves what is below its path: %s', async (path, expected) => {
    const { url } = await start(() => ({ statusCode: 200, body: '"the API"' }))
    expect(await (await fetch(url + path)).text()).toBe(expected)
  })
})

describe('a link to a mount', () => {
  const linksTo = (url: string) => ({ picture: `${url}/_cdn/a.jpg`, other: `${url}/users` })
  const get = async (port: number, host: string) => {
    const sent = request({ port, host: '127.0.0.1', headers: { host } }).end()
    const [response]: IncomingMessage[] = await once(sent, 'response')
    if (!response) throw new Error('nothing came')
    return await json(response)
  }

  test.each(['10.0.2.2:3000', 'phone.example', '[::1]:3000'])(
    'has the host of the request: %s',
    async (host) => {
      const { port, url } = await start(linksTo)
      expect(await get(port, host)).toEqual({
        picture: `http://${host}/_cdn/a.jpg`,
        other: `${url}/users`,
      })
    },
  )

  test('stays as it is when the host header is invalid', async () => {
    const { port, url } = await start(linksTo)
    expect(await get(port, 'a"b')).toEqual(linksTo(url))
  })

  test('stays as it is in a compressed or other body', async () => {
    for (const headers of [{ 'content-encoding': 'x' }, { 'content-type': 'text/plain' }]) {
      const { port, url } = await start((own) => ({
        statusCode: 200,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(linksTo(own)),
      }))
      expect(await get(port, '10.0.2.2:3000')).toEqual(linksTo(url))
    }
  })
})
