import { describe, expect, it } from 'vitest'
import { captureEvent, exchange, requireFirst, startTestGateway } from './start-test-gateway.ts'

describe('path and query', () => {
  it('decodes rawPath, http.path and path parameters', async () => {
    const event = await captureEvent('/pets/%E2%98%95%20Rex', {}, 'GET /pets/{name}')

    expect(event.rawPath).toBe('/pets/☕ Rex')
    expect(event.requestContext.http.path).toBe('/pets/☕ Rex')
    expect(event.pathParameters).toEqual({ name: '☕ Rex' })
  })

  it('treats an encoded slash as a slash', async () => {
    const event = await captureEvent('/pets/a%2Fb', {}, 'GET /pets/{name}/{part}')

    expect(event.pathParameters).toEqual({ name: 'a', part: 'b' })
  })

  it('leaves rawQueryString as it was sent', async () => {
    const event = await captureEvent('/?a=%20b%2B&a=c+d&=x?y')

    expect(event.rawQueryString).toBe('a=%20b%2B&a=c+d&=x?y')
  })

  it('decodes query parameters and joins duplicates by a comma', async () => {
    const event = await captureEvent('/?tag=C%23&tag=a+b&q=x%3Dy=z&flag&&__proto__=1')

    expect(Object.entries(event.queryStringParameters ?? {})).toEqual([
      ['tag', 'C#,a b'],
      ['q', 'x=y=z'],
      ['flag', ''],
      ['__proto__', '1'],
    ])
  })

  it('reads path and query from a target in absolute form', async () => {
    const { port, events } = await startTestGateway()
    const head = 'HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n'

    await exchange(port, `GET http://a.test/pets?q=1 ${head}`)
    await exchange(port, `GET http://a.test ${head}`)

    expect(events.map(({ rawPath }) => rawPath)).toEqual(['/pets', '/'])
    expect(events[0]?.queryStringParameters).toEqual({ q: '1' })
  })

  it('omits absent maps and an absent body', async () => {
    const event = await captureEvent('/users', {}, 'GET /users')

    expect(event).not.toHaveProperty('queryStringParameters')
    expect(event).not.toHaveProperty('pathParameters')
    expect(event).not.toHaveProperty('cookies')
    expect(event).not.toHaveProperty('body')
    expect(event.isBase64Encoded).toBe(false)
    expect(event.rawQueryString).toBe('')
  })
})

describe('headers', () => {
  async function captureHead(...lines: string[]) {
    const { port, events } = await startTestGateway()
    const head = ['GET / HTTP/1.1', 'Host: api.example.test:3000', ...lines, 'Connection: close']
    await exchange(port, `${head.join('\r\n')}\r\n\r\n`)
    return { event: requireFirst(events), port }
  }

  it('have lower-case names and duplicates joined by a comma', async () => {
    const { event } = await captureHead('X-Tag: one', 'x-tag: two', 'Accept: a, b')

    expect(event.headers).toMatchObject({ 'x-tag': 'one,two', accept: 'a, b' })
    expect(Object.keys(event.headers)).toEqual(
      Object.keys(event.headers).map((name) => name.toLowerCase()),
    )
  })

  it('have their cookies in cookies[]', async () => {
    const { event } = await captureHead('Cookie: a=1; b=2=2;', 'Cookie: c=%20')

    expect(event.cookies).toEqual(['a=1', 'b=2=2', 'c=%20'])
    expect(event.headers).not.toHaveProperty('cookie')
  })

  it('name the client, the port and the protocol', async () => {
    const { event, port } = await captureHead()

    expect(event.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': String(port),
      'x-forwarded-proto': 'http',
      'content-length': '0',
    })
    expect(event.headers['x-amzn-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/)
  })

  it('keep the forwarding and the trace of the client', async () => {
    const { event } = await captureHead('X-Forwarded-For: 10.0.0.1', 'X-Amzn-Trace-Id: Root=1-a-b')

    expect(event.headers).toMatchObject({
      'x-forwarded-for': '10.0.0.1, 127.0.0.1',
      'x-amzn-trace-id': 'Root=1-a-b',
    })
  })

  it('omit headers of the connection', async () => {
    const { event } = await captureHead('TE: trailers', 'Keep-Alive: timeout=1')

    expect(event.headers).not.toHaveProperty('connection')
    expect(event.headers).not.toHaveProperty('te')
    expect(event.headers).not.toHaveProperty('keep-alive')
  })

  it('give the domain: their host without the port', async () => {
    const { event } = await captureHead()

    expect(event.requestContext).toMatchObject({
      domainName: 'api.example.test',
      domainPrefix: 'api',
    })
  })

  it('may be absent in HTTP/1.0', async () => {
    const { port, events } = await startTestGateway()
    await exchange(port, 'GET / HTTP/1.0\r\n\r\n')

    expect(events[0]?.requestContext).toMatchObject({
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { protocol: 'HTTP/1.0', userAgent: '' },
    })
  })
})

describe('the request context', () => {
  it('describes the request as API Gateway does', async () => {
    const before = Date.now()
    const init = { method: 'PUT', headers: { 'user-agent': 'test/1' } }
    const { version, routeKey, requestContext } = await captureEvent('/x/7', init, 'ANY /x/{id}')

    expect({ version, routeKey }).toEqual({ version: '2.0', routeKey: 'ANY /x/{id}' })
    expect(requestContext).toEqual({
      accountId: '000000000000',
      apiId: 'local',
      domainName: '127.0.0.1',
      domainPrefix: '127',
      http: {
        method: 'PUT',
        path: '/x/7',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'test/1',
      },
      requestId: expect.stringMatching(/^[\w-]{15}=$/),
      routeKey: 'ANY /x/{id}',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    })
    expect(requestContext.timeEpoch).toBeGreaterThanOrEqual(before)
  })

  it('writes the time of timeEpoch in UTC', async () => {
    const { requestContext } = await captureEvent('/')
    const [, day, month, year, time] = /^(\d+)\/(\w+)\/(\d+):(.+)$/.exec(requestContext.time) ?? []
    const seconds = Date.parse(`${day} ${month} ${year} ${time}`)

    expect(seconds).toBe(Math.floor(requestContext.timeEpoch / 1000) * 1000)
  })

  it('has the id of the response', async () => {
    const { url, events } = await startTestGateway()
    const { headers } = await fetch(url)

    expect(headers.get('apigw-requestid')).toBe(events[0]?.requestContext.requestId)
  })
})
