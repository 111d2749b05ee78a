import { describe, expect, it, vi } from 'vitest'
import { get, startTestGateway } from './start-test-gateway.ts'

async function respondTo(result: unknown): Promise<Response> {
  const { url } = await startTestGateway(() => result)
  return await fetch(url, { redirect: 'manual' })
}

describe('a result without statusCode', () => {
  it.each([
    ['an object', { name: 'Rex' }, '{"name":"Rex"}'],
    ['an array', [1, 2], '[1,2]'],
    ['a number', 42, '42'],
    ['a boolean', true, 'true'],
    ['a string, unquoted', 'Hello, "World"', 'Hello, "World"'],
    ['an empty string', '', ''],
    ['text in JSON that holds a statusCode', '{"statusCode":418}', '{"statusCode":418}'],
    ['null', null, 'null'],
    ['nothing', undefined, 'null'],
    ['an undefined statusCode', { statusCode: undefined, a: 1 }, '{"a":1}'],
  ])('becomes the JSON body of a 200: %s', async (_, result, body) => {
    const response = await respondTo(result)

    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.text()).toBe(body)
  })
})

describe('a result with statusCode', () => {
  it('gives status, headers and body', async () => {
    const headers = { 'Content-Type': 'text/html', 'X-Number': 7, 'X-Flag': true }
    const response = await respondTo({ statusCode: 201, headers, body: '<p>☕</p>' })

    expect(response.status).toBe(201)
    expect(response.headers.get('content-type')).toBe('text/html')
    expect(response.headers.get('x-number')).toBe('7')
    expect(response.headers.get('x-flag')).toBe('true')
    expect(response.headers.get('content-length')).toBe('10')
    expect(await response.text()).toBe('<p>☕</p>')
  })

  it('is text/plain when it names no content type', async () => {
    const response = await respondTo({ statusCode: 200, body: '{}' })

    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  })

  it('has no content type when it has no body either', async () => {
    const response = await respondTo({ statusCode: 302, headers: { location: '/x' }, body: null })

    expect(response.headers.get('location')).toBe('/x')
    expect(response.headers.has('content-type')).toBe(false)
    expect(response.headers.get('content-length')).toBe('0')
  })

  it.each([204, 304])('has neither length nor body with %i', async (statusCode) => {
    const headers = { 'content-length': '4' }
    const response = await respondTo({ statusCode, headers, body: 'lost' })

    expect(response.status).toBe(statusCode)
    expect(response.headers.has('content-length')).toBe(false)
    expect(await response.text()).toBe('')
  })

  it('sets the cookies of cookies[] and the one of the headers', async () => {
    const response = await respondTo({
      statusCode: 200,
      headers: { 'Set-Cookie': 'a=1' },
      cookies: ['b=2; HttpOnly', 'c=3'],
    })

    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2; HttpOnly', 'c=3'])
  })

  it('has its base64 decoded, whatever the client accepts', async () => {
    const { url } = await startTestGateway(() => ({
      statusCode: 200,
      headers: { 'content-type': 'image/png' },
      body: Buffer.from([0, 255, 128]).toString('base64'),
      isBase64Encoded: true,
    }))
    const response = await fetch(url, { headers: { accept: 'text/plain' } })

    expect([...(await response.bytes())]).toEqual([0, 255, 128])
  })

  it('cannot set the length or headers of the connection', async () => {
    const headers = { 'Content-Length': '1', Connection: 'close', 'Transfer-Encoding': 'chunked' }
    const { port } = await startTestGateway(() => ({ statusCode: 200, headers, body: 'abc' }))
    const response = await get(port)

    expect(response.headers).toMatchObject({ 'content-length': '3' })
    expect(response.headers).not.toHaveProperty('transfer-encoding')
  })

  it('cannot change apigw-requestid', async () => {
    const response = await respondTo({ statusCode: 200, headers: { 'apigw-requestid': 'mine' } })

    expect(response.headers.get('apigw-requestid')).toMatch(/^[\w-]{15}=$/)
  })
})

describe('a result that API Gateway cannot read', () => {
  const circular: Record<string, unknown> = {}
  circular.self = circular

  it.each([
    ['a statusCode in a string', { statusCode: '200' }],
    ['a fraction for statusCode', { statusCode: 200.5 }],
    ['null for statusCode', { statusCode: null }],
    ['zero for statusCode', { statusCode: 0 }],
    ['a statusCode of an interim response', { statusCode: 101 }],
    ['a statusCode out of range', { statusCode: 600 }],
    ['an object for body', { statusCode: 200, body: { a: 1 } }],
    ['headers in an array', { statusCode: 200, headers: ['a'] }],
    ['an array for a header', { statusCode: 200, headers: { a: ['b'] } }],
    ['a header name with a space', { statusCode: 200, headers: { 'a b': 'c' } }],
    ['a header with a line break', { statusCode: 200, headers: { a: 'b\r\nc: d' } }],
    ['text for cookies', { statusCode: 200, cookies: 'a=1' }],
    ['a number among cookies', { statusCode: 200, cookies: [1] }],
    ['a cookie with a line break', { statusCode: 200, cookies: ['a\r\nb: c'] }],
    ['text for isBase64Encoded', { statusCode: 200, body: 'YQ==', isBase64Encoded: 'true' }],
    ['a body that is not base64', { statusCode: 200, body: '{}', isBase64Encoded: true }],
    ['a value that JSON cannot represent', { id: 1n }],
    ['a circle', circular],
  ])('becomes a 500 {message: Internal Server Error}: %s', async (_, result) => {
    const onError = vi.fn()
    const { url } = await startTestGateway(() => result, { onError })
    const response = await fetch(url)

    expect(response.status).toBe(500)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.text()).toBe('{"message":"Internal Server Error"}')
    expect(onError).not.toHaveBeenCalled()
  })
})
