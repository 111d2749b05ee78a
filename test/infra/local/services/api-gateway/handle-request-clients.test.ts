import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { describe, expect, it, vi } from 'vitest'
import { exchange, openSocket, startTestGateway } from './start-test-gateway.ts'

const ROUTES = [{ routeKey: 'GET /users/{id}', functionName: 'GetUser' }]

describe('a client', () => {
  it('gets the length of the body, but no body, for HEAD', async () => {
    const { url, events } = await startTestGateway(() => ({ statusCode: 200, body: 'four' }))
    const response = await fetch(url, { method: 'HEAD' })

    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe('4')
    expect(await response.text()).toBe('')
    expect(events[0]?.requestContext.http.method).toBe('HEAD')
  })

  it('gets a 100 when it expects to continue', async () => {
    const { port, events } = await startTestGateway()
    const headers = { expect: '100-continue', 'content-type': 'text/plain' }
    const outgoing = request({ port, host: '127.0.0.1', method: 'POST', headers })
    outgoing.flushHeaders()
    await once(outgoing, 'continue')
    outgoing.end('body')
    const [response] = await once(outgoing, 'response')

    expect(response.statusCode).toBe(200)
    expect(events[0]?.body).toBe('body')
    expect(events[0]?.headers).not.toHaveProperty('expect')
  })

  it.each(['destroy', 'resetAndDestroy'] as const)(
    'can disconnect before its body is complete, by %s: nothing is invoked or reported',
    async (leave) => {
      const received = Promise.withResolvers<IncomingMessage>()
      const onError = vi.fn()
      const { port, url, events } = await startTestGateway(undefined, {
        onError,
        intercept: (incoming) => {
          received.resolve(incoming)
          return false
        },
      })
      const socket = await openSocket(port)
      socket.write('POST /lost HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc')
      const incoming = await received.promise
      const closed = Promise.withResolvers<void>()
      incoming.once('close', closed.resolve)
      socket[leave]()
      await closed.promise
      const response = await fetch(`${url}/next`)

      expect(response.status).toBe(200)
      expect(events.map(({ rawPath }) => rawPath)).toEqual(['/next'])
      expect(onError).not.toHaveBeenCalled()
    },
  )

  it('can disconnect while the function runs', async () => {
    const invoked = Promise.withResolvers<void>()
    const invocation = Promise.withResolvers<string>()
    const onError = vi.fn()
    const { port, url } = await startTestGateway(
      ({ rawPath }) => {
        if (rawPath === '/next') return 'ok'
        invoked.resolve()
        return invocation.promise
      },
      { onError },
    )
    const socket = await openSocket(port)
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await invoked.promise
    socket.destroy()
    invocation.resolve('unread')

    expect((await fetch(`${url}/next`)).status).toBe(200)
    expect(onError).not.toHaveBeenCalled()
  })

  it('can send a body to a path without a route and reuse the connection', async () => {
    const { port, events } = await startTestGateway(undefined, { routes: ROUTES })
    const body = 'x'.repeat(200_000)
    const reply = await exchange(
      port,
      `POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      'GET /users/7 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    )

    expect(reply.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 404', 'HTTP/1.1 200'])
    expect(events).toHaveLength(1)
  })

  it('that does not send HTTP gets 400 {message: Bad Request}', async () => {
    const { port } = await startTestGateway()
    const reply = await exchange(port, 'hello\r\n\r\n')

    expect(reply).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(reply.endsWith('{"message":"Bad Request"}')).toBe(true)
  })

  it('that sends an invalid chunk gets 400 and invokes nothing', async () => {
    const { port, events } = await startTestGateway()
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'
    const reply = await exchange(port, `${head}zz\r\n`)

    expect(reply).toMatch(/^HTTP\/1\.1 400 /)
    expect(events).toEqual([])
  })

  it('is served while other clients wait', async () => {
    const all = Promise.withResolvers<string>()
    let running = 0
    const { url } = await startTestGateway(() => {
      running += 1
      if (running === 20) all.resolve('together')
      return all.promise
    })
    const responses = await Promise.all(Array.from({ length: 20 }, () => fetch(url)))

    expect(new Set(responses.map(({ headers }) => headers.get('apigw-requestid'))).size).toBe(20)
    expect(responses.every(({ status }) => status === 200)).toBe(true)
  })
})
