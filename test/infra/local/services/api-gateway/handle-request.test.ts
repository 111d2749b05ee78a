import { afterEach, describe, expect, it, vi } from 'vitest'
import { FunctionFailedError } from '../../../../../infra/local/services/lambda/functions/invoke-errors.ts'
import { exchange, get, startTestGateway } from './start-test-gateway.ts'

const ROUTES = [
  { routeKey: 'GET /users/{id}', functionName: 'GetUser' },
  { routeKey: 'POST /users', functionName: 'PostUser' },
]

async function contentOf(response: Response) {
  return { status: response.status, body: await response.text() }
}

describe('routing', () => {
  it('invokes the function of the route', async () => {
    const handler = vi.fn(() => 'ok')
    const { url } = await startTestGateway(handler, { routes: ROUTES })
    await fetch(`${url}/users/7`)

    expect(handler).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ routeKey: 'GET /users/{id}', pathParameters: { id: '7' } }),
      'GetUser',
    )
  })

  it.each([
    ['no route matches', 'GET', '/nowhere'],
    ['the path has another method', 'DELETE', '/users'],
  ])('responds with 404 {message: Not Found} when %s', async (_, method, path) => {
    const { url, events } = await startTestGateway(undefined, { routes: ROUTES })
    const response = await fetch(url + path, { method })

    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('apigw-requestid')).toMatch(/=$/)
    expect(await contentOf(response)).toEqual({ status: 404, body: '{"message":"Not Found"}' })
    expect(events).toEqual([])
  })

  it.each(['/%zz', '/%', '/%ff', '/x?q=%zz'])(
    'responds with 400 {message: Bad Request} to %s',
    async (path) => {
      const { port, events } = await startTestGateway()
      const reply = await exchange(
        port,
        `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
      )

      expect(reply).toMatch(/^HTTP\/1\.1 400 /)
      expect(reply).toContain('{"message":"Bad Request"}')
      expect(events).toEqual([])
    },
  )

  it('responds with 500 for a function that it has no permission to invoke', async () => {
    const routes = [{ routeKey: 'GET /', functionName: 'F', permitted: false }]
    const { url, events } = await startTestGateway(undefined, { routes })

    expect(await contentOf(await fetch(url))).toEqual({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    })
    expect(events).toEqual([])
  })
})

describe('a function that fails', () => {
  it('responds with 500, and is not reported, when it threw', async () => {
    const onError = vi.fn()
    const error = new FunctionFailedError('boom')
    const { url } = await startTestGateway(() => Promise.reject(error), { onError })

    expect(await contentOf(await fetch(url))).toEqual({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    })
    expect(onError).not.toHaveBeenCalled()
  })

  it('responds with 500 and reports an error that is not the function’s', async () => {
    const onError = vi.fn()
    const error = new Error('the stack itself broke')
    const { url } = await startTestGateway(() => Promise.reject(error), { onError })

    expect(await contentOf(await fetch(url))).toEqual({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    })
    expect(onError).toHaveBeenCalledExactlyOnceWith(error)
  })
})

describe('a function that takes too long', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it.each(['resolves', 'rejects'] as const)(
    'gives a 503 {message: Service Unavailable}, and runs on until it %s',
    async (outcome) => {
      const invocation = Promise.withResolvers<string>()
      const finished = vi.fn()
      const { url } = await startTestGateway(() => invocation.promise.finally(finished), {
        integrationTimeoutMs: 10,
      })

      expect(await contentOf(await fetch(url))).toEqual({
        status: 503,
        body: '{"message":"Service Unavailable"}',
      })
      expect(finished).not.toHaveBeenCalled()
      if (outcome === 'resolves') invocation.resolve('late')
      else invocation.reject(new FunctionFailedError('late'))
      await expect.poll(() => finished.mock.calls).toHaveLength(1)
    },
  )

  it('is waited for 30 s', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const invoked = Promise.withResolvers<void>()
    const { port } = await startTestGateway(() => {
      invoked.resolve()
      return Promise.withResolvers().promise
    })
    const onResponse = vi.fn()
    const response = get(port)
    const settled = response.then(onResponse)
    await invoked.promise

    await vi.advanceTimersByTimeAsync(29_999)
    // A round trip on another connection: a response would have come by then.
    await exchange(port, 'GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect(onResponse).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    await settled
    expect((await response).statusCode).toBe(503)
  })
})
