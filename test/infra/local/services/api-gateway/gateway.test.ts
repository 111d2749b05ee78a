import { once } from 'node:events'
import { Agent } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openGateway } from '../../../../../infra/local/services/api-gateway/gateway.ts'
import { exchange, get, openSocket, startTestGateway } from './start-test-gateway.ts'

function hang() {
  const invoked = Promise.withResolvers<void>()
  const invocation = Promise.withResolvers<string>()
  const handler = () => {
    invoked.resolve()
    return invocation.promise
  }
  return { handler, invoked: invoked.promise, finish: invocation.resolve }
}

describe('the url', () => {
  it('has the real port', async () => {
    const { url } = await startTestGateway()

    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/)
  })
})

describe('an idle connection', () => {
  it('is never ended by the gateway, so the response names no timeout', async () => {
    const { url } = await startTestGateway()

    const { headers } = await fetch(url)
    expect([headers.get('connection'), headers.get('keep-alive')]).toEqual(['keep-alive', null])
  })
})

describe('a taken port', () => {
  it('rejects with the error of the socket', async () => {
    const { port } = await startTestGateway()

    await expect(startTestGateway(undefined, { port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      port,
    })
  })
})

describe('a request that comes before the API is set', () => {
  it('waits for it', async () => {
    const gateway = await openGateway({ host: '127.0.0.1', port: 0 })
    onTestFinished(() => gateway.close())
    const response = fetch(gateway.url)
    gateway.serve({
      routes: [{ routeKey: '$default', functionName: 'Everything' }],
      invoke: () => Promise.resolve('ok'),
    })

    expect(await (await response).text()).toBe('ok')
  })
})

describe('intercept', () => {
  it('gets each request first and can respond itself', async () => {
    const { url, port, events } = await startTestGateway(undefined, {
      intercept: ({ url: target }, response) => {
        if (!target?.startsWith('/_local')) return false
        response.end('page')
        return true
      },
    })

    expect(await (await fetch(`${url}/_local`)).text()).toBe('page')
    expect(
      await exchange(port, 'GET /_local%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
    ).toContain('page')
    expect(events).toEqual([])
  })

  it('leaves other requests to the gateway', async () => {
    const { url } = await startTestGateway(() => 'from the function', { intercept: () => false })

    expect(await (await fetch(url)).text()).toBe('from the function')
  })

  it('gives a 500 and is reported when it throws', async () => {
    const error = new Error('page broke')
    const onError = vi.fn()
    const intercept = () => {
      throw error
    }
    const { url } = await startTestGateway(undefined, { intercept, onError })
    const response = await fetch(url)

    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({ message: 'Internal Server Error' })
    expect(onError).toHaveBeenCalledExactlyOnceWith(error)
  })

  it('ends the connection when it throws within a response', async () => {
    const { url } = await startTestGateway(undefined, {
      intercept: (_, response) => {
        response.writeHead(200, { 'content-length': 100 }).write('half')
        throw new Error('page broke')
      },
    })

    await expect(fetch(url).then((response) => response.text())).rejects.toThrow()
  })
})

// Only the timers are faked: the clock of `close` stands still, the network does not.
describe('close', { timeout: 3_000 }, () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('ends idle connections at once and frees the port', async () => {
    const { port, close } = await startTestGateway()
    const agent = new Agent({ keepAlive: true })
    onTestFinished(() => agent.destroy())
    const response = await get(port, agent)
    await response.resume().toArray()
    const unused = await openSocket(port)
    const ended = once(unused.resume(), 'close')
    await close()
    await ended

    await expect(get(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('lets a running request finish and then ends its connection', async () => {
    const { handler, invoked, finish } = hang()
    const { url, close } = await startTestGateway(handler)
    const response = fetch(url)
    await invoked
    const closed = close()
    finish('done')

    expect(await (await response).text()).toBe('done')
    await closed
  })

  it('cuts off running requests after 1 s', async () => {
    const { handler, invoked } = hang()
    const { url, close } = await startTestGateway(handler)
    const onClosed = vi.fn()
    const rejected = expect(fetch(url)).rejects.toThrow()
    await invoked
    const closed = close().then(onClosed)
    await vi.advanceTimersByTimeAsync(999)
    await setImmediate()

    expect(onClosed).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    await closed
    await rejected
  })

  it('can be called again', async () => {
    const { close } = await startTestGateway()
    await close()

    await expect(close()).resolves.toBeUndefined()
  })
})
