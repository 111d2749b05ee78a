import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { UnexpectedResponseError } from '../../../infra/client/errors.ts'
import type { Fetch } from '../../../infra/client/send-by-fetch.ts'
import {
  NetworkError,
  TimeoutError,
  UnsupportedRuntimeError,
} from '../../../infra/client/transport-errors.ts'
import { UserApi } from '../../../infra/client/user-api.ts'

const HEALTHY = JSON.stringify({
  status: 'success',
  is_data_encrypted: 0,
  data: { message: 'Healthy' },
  error: null,
})

/** An API that responds as the test wants. Records its connections' ends. */
async function apiThat(respond: (response: ServerResponse) => void) {
  const server = createServer((_, response) => respond(response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  servers.push(server)
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}
const servers: ReturnType<typeof createServer>[] = []

const unhandled: unknown[] = []
const recordUnhandled = (reason: unknown) => unhandled.push(reason)
beforeEach(() => {
  process.on('unhandledRejection', recordUnhandled)
})
afterEach(async () => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
  // Rejections are reported after the microtasks.
  await new Promise(setImmediate)
  process.off('unhandledRejection', recordUnhandled)
  expect(unhandled.splice(0)).toEqual([])
})

test('does not send a password on to where a redirect points', async () => {
  const reached = vi.fn((response: ServerResponse) => void response.end(HEALTHY))
  const { baseUrl: elsewhere } = await apiThat(reached)
  const { baseUrl } = await apiThat((response) => {
    response.writeHead(307, { location: `${elsewhere}/auth/login` }).end()
  })
  const api = new UserApi({ baseUrl, maxRetries: 0 })
  const logIn = api.logIn({ email: 'a@example.com', password: 'quiet-lamp-4' })
  await expect(logIn).rejects.toBeInstanceOf(NetworkError)
  expect(reached).not.toHaveBeenCalled()
})

describe('without a response, a call rejects with', () => {
  test('NetworkError and its causes, when nothing listens', async () => {
    const { baseUrl, server } = await apiThat(() => undefined)
    server.close()
    await once(server, 'close')
    const error = await new UserApi({ baseUrl, maxRetries: 0 }).me().catch((reason) => reason)
    expect(error).toBeInstanceOf(NetworkError)
    const { port } = new URL(baseUrl)
    expect(error.message).toBe(
      `GET /auth/me got no response: fetch failed: connect ECONNREFUSED 127.0.0.1:${port}`,
    )
    expect(error.cause.cause).toMatchObject({ code: 'ECONNREFUSED' })
  })

  test.each([
    ['a code', Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['neither message nor code', new RangeError(''), 'RangeError'],
    ['a text', 'offline', 'offline'],
  ])('NetworkError with %s, when the cause is no more than that', async (_, cause, shown) => {
    const fetch: Fetch = () => Promise.reject(new TypeError('fetch failed', { cause }))
    const api = new UserApi({ baseUrl: '', maxRetries: 0, fetch })
    await expect(api.me()).rejects.toThrow(`GET /auth/me got no response: fetch failed: ${shown}`)
  })

  test('NetworkError, when the connection breaks within the body', async () => {
    const { baseUrl } = await apiThat((response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('{', () => response.destroy())
    })
    await expect(new UserApi({ baseUrl, maxRetries: 0 }).me()).rejects.toThrow(NetworkError)
  })

  test('NetworkError, when `fetch` throws at once', async () => {
    const fetch: Fetch = () => {
      throw new TypeError('Invalid URL')
    }
    const api = new UserApi({ baseUrl: '', maxRetries: 0, fetch })
    await expect(api.me()).rejects.toThrow(NetworkError)
  })

  test('UnsupportedRuntimeError, when there is no `fetch`', async () => {
    vi.stubGlobal('fetch', undefined)
    const error = await new UserApi({ baseUrl: 'http://127.0.0.1' }).me().catch((reason) => reason)
    expect(error).toBeInstanceOf(UnsupportedRuntimeError)
    expect(error.missing).toEqual(['fetch'])
    expect(error.message).toMatch(/^A call without the option `fetch` /)
  })
})

describe('a time-out', () => {
  test.each([
    ['the headers', 'request', () => undefined],
    ['the body', 'headers', (response: ServerResponse) => response.writeHead(200).write('{')],
  ] as const)(
    'covers %s, is not retried, and closes the connection',
    async (_, waitsFor, respond) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      const seen = { request: Promise.withResolvers(), headers: Promise.withResolvers() }
      const closed = Promise.withResolvers()
      let requests = 0
      const { baseUrl } = await apiThat((response) => {
        requests++
        response.once('close', closed.resolve)
        respond(response)
        seen.request.resolve(undefined)
      })
      const fetchAndRecord: Fetch = async (url, init) => {
        const response = await fetch(url, init)
        seen.headers.resolve(undefined)
        return response
      }
      const api = new UserApi({ baseUrl, timeoutMs: 50, fetch: fetchAndRecord })
      const call = api.me().catch((reason) => reason)
      await seen[waitsFor].promise
      await vi.advanceTimersByTimeAsync(50)
      const error = await call
      expect(error).toBeInstanceOf(TimeoutError)
      expect(error).toMatchObject({
        timeoutMs: 50,
        message: expect.stringContaining('GET /auth/me'),
      })
      await closed.promise
      expect(requests).toBe(1)
    },
  )

  test.each([
    ['30 s by default', {}, {}, 30_000],
    ['what the client was made with', { timeoutMs: 5_000 }, {}, 5_000],
    ['what the call says', { timeoutMs: 5_000 }, { timeoutMs: 7_000 }, 7_000],
  ])('comes after %s', async (_, options, call, afterMs) => {
    vi.useFakeTimers()
    const api = new UserApi({ baseUrl: '', fetch: () => new Promise(() => undefined), ...options })
    await expectTimeoutAfter(afterMs, api.me(call))
  })

  test('comes after 120 s for an upload', async () => {
    vi.useFakeTimers()
    const api = new UserApi({ baseUrl: '', fetch: () => new Promise(() => undefined) })
    await expectTimeoutAfter(120_000, api.uploadProfilePicture(new Blob(['picture'])))
  })

  test('never comes with Infinity', async () => {
    vi.useFakeTimers()
    const timeoutMs = Number.POSITIVE_INFINITY
    const api = new UserApi({ baseUrl: '', fetch: () => new Promise(() => undefined), timeoutMs })
    expect(await settledAfter(100_000_000, api.me())).toBe('pending')
  })

  async function expectTimeoutAfter(ms: number, call: Promise<unknown>) {
    expect(await settledAfter(ms - 1, call)).toBe('pending')
    expect(await settledAfter(1, call)).toBeInstanceOf(TimeoutError)
  }

  /** The error of a call after this time, or `pending`. */
  async function settledAfter(ms: number, call: Promise<unknown>): Promise<unknown> {
    const settled = call.catch((reason: unknown) => reason)
    await vi.advanceTimersByTimeAsync(ms)
    return await Promise.race([settled, Promise.resolve('pending')])
  }
})

test('an aborted signal ends a call whose `fetch` ignores it', async () => {
  const controller = new AbortController()
  const api = new UserApi({ baseUrl: '', fetch: () => new Promise(() => undefined) })
  const call = api.me({ signal: controller.signal })
  const reason = new Error('The page was left')
  controller.abort(reason)
  await expect(call).rejects.toBe(reason)
})

test('a call works, and times out, where `fetch` refuses the AbortSignal of the runtime, as in jsdom', async () => {
  class ForeignController {
    readonly signal = new EventTarget()
    abort() {
      this.signal.dispatchEvent(new Event('abort'))
    }
  }
  vi.stubGlobal('AbortController', ForeignController)
  const { signal } = new AbortController()
  await expect(fetch('http://127.0.0.1', { signal })).rejects.toThrow('AbortSignal')

  const { baseUrl } = await apiThat((response) => response.end(HEALTHY))
  expect(await new UserApi({ baseUrl }).health()).toEqual({ message: 'Healthy' })
  const silent = await apiThat(() => undefined)
  const api = new UserApi({ baseUrl: silent.baseUrl, timeoutMs: 50 })
  await expect(api.health()).rejects.toThrow(TimeoutError)
})

test('a page of a captive portal, with status 200, is an UnexpectedResponseError', async () => {
  const { baseUrl } = await apiThat((response) => response.end('<html>Log in to the Wi-Fi</html>'))
  const error = await new UserApi({ baseUrl }).me().catch((reason) => reason)
  expect(error).toBeInstanceOf(UnexpectedResponseError)
  expect(error).toMatchObject({ status: 200 })
})

describe('JSON of a proxy is no envelope of a V1 route', () => {
  test.each(['{"error":{"code":502}}', '{"user":{}}', 'null'])('%s', async (body) => {
    const { baseUrl } = await apiThat((response) => response.writeHead(502).end(body))
    await expect(new UserApi({ baseUrl }).me()).rejects.toThrow(UnexpectedResponseError)
  })
})

test('an error never contains the token, and a token that no header can have is not sent', async () => {
  const { baseUrl } = await apiThat((response) => response.end(HEALTHY))
  const api = new UserApi({ baseUrl, token: 'ua_secret\nline' })
  const error = await api.me().catch((reason) => reason)
  expect(error).toBeInstanceOf(TypeError)
  expect(inspect(error)).not.toContain('secret')
})

test.each(['logOut', 'deleteUser'] as const)(
  '%s keeps the token of a later login',
  async (method) => {
    const arrived = Promise.withResolvers<ServerResponse>()
    const { baseUrl, server } = await apiThat(() => undefined)
    server.removeAllListeners('request').on('request', ({ url }, response) => {
      if (url !== '/auth/login') return arrived.resolve(response)
      response.end(HEALTHY.replace('"message"', '"access_token"'))
    })
    const api = new UserApi({ baseUrl, token: 'earlier' })
    const ended = api[method]()
    const response = await arrived.promise
    await api.logIn({ email: 'jo@example.com', password: 'quiet-lamp-4' })
    response.end(HEALTHY)
    await ended
    expect(api.token).toBe('Healthy')
  },
)

test('a client that requires encryption sends no change to the portal’s routes, whose responses it would refuse', async () => {
  const fetch = vi.fn(async () => new Response('{"error":null,"user":{}}'))
  const api = new UserApi({
    baseUrl: 'http://127.0.0.1',
    token: 'a',
    fetch,
    requireEncryption: true,
  })
  await expect(api.updatePortalUser({ password: 'quiet-lamp-4' })).rejects.toThrow(TypeError)
  await expect(api.getPortalUser()).rejects.toThrow(TypeError)
  expect(fetch).not.toHaveBeenCalled()
})

test('the token is not in a client that is logged or written as JSON, and can be replaced', () => {
  const api = new UserApi({ baseUrl: 'http://127.0.0.1', token: 'secret' })
  expect(`${JSON.stringify(api)} ${inspect(api, { depth: 5, showHidden: true })}`).not.toContain(
    'secret',
  )
  api.token = 'other'
  expect(api.token).toBe('other')
})

// The README says so. Only the app knows its storage and its login.
test('1001 leaves the token to the app', async () => {
  const { baseUrl } = await apiThat((response) => {
    response.writeHead(401)
    response.end('{"is_data_encrypted":0,"error":{"code":1001,"message":"Unauthorized"}}')
  })
  const api = new UserApi({ baseUrl, token: 'ended' })
  for (const call of [api.me(), api.logOut(), api.deleteUser()]) {
    await expect(call).rejects.toMatchObject({ name: 'ApiError', code: 1001 })
  }
  expect(api.token).toBe('ended')
})

test('a `retry-after` that is a date is respected', async () => {
  let requests = 0
  const { baseUrl } = await apiThat((response) => {
    requests++
    const date = new Date(Date.now() + 60_000).toUTCString()
    response.writeHead(503, { 'retry-after': date }).end(HEALTHY.replace('null', '{"code":1009}'))
  })
  const error = await new UserApi({ baseUrl }).me().catch((reason) => reason)
  expect(error.retryAfterSeconds).toBeGreaterThan(55)
  expect(requests).toBe(1)
})

test('a sync never joins the days of two accounts: a cursor that it got itself is refused', async () => {
  let requests = 0
  const { baseUrl } = await apiThat((response) => {
    requests++
    const details = [{ path: 'next_cursor', message: 'Must be the next_cursor of an earlier page' }]
    const error = requests === 2 ? { code: 1006, message: 'Validation failed', details } : null
    const pagination = { next_cursor: 'of the first account', has_more: requests === 1 }
    response.end(JSON.stringify({ is_data_encrypted: 0, data: [], error, pagination }))
  })
  const sync = new UserApi({ baseUrl }).syncAll({ course_id: 1, sync_from_epoch_ms: 0 })
  await expect(sync).rejects.toMatchObject({ code: 1006 })
})

test('a sync does not start again when something else than its cursor is refused', async () => {
  let requests = 0
  const { baseUrl } = await apiThat((response) => {
    requests++
    const details = [{ path: 'course_id', message: 'Must be an integer, one of: 1 (UPSC CSE)' }]
    const error = { code: 1006, message: 'Validation failed', details }
    response.end(JSON.stringify({ is_data_encrypted: 0, data: null, error }))
  })
  const position = { next_cursor: 'of the last sync', sync_from_epoch_ms: 0 }
  const query = { course_id: 1, sync_from_epoch_ms: 0, position } as const
  await expect(new UserApi({ baseUrl }).syncAll(query)).rejects.toMatchObject({ code: 1006 })
  expect(requests).toBe(1)
})
