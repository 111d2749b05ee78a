import { describe, expect, it } from 'vitest'
import { captureEvent, exchange, startTestGateway } from './start-test-gateway.ts'

describe('the body', () => {
  async function captureBody(contentType: string | undefined, bytes: Uint8Array<ArrayBuffer>) {
    const headers = contentType === undefined ? undefined : { 'content-type': contentType }
    return await captureEvent('/', { method: 'POST', body: bytes, ...(headers && { headers }) })
  }

  it.each([
    'text/plain',
    'text/html; charset=utf-8',
    'application/json',
    'Application/JSON ; charset=utf-8',
    'application/xml',
    'application/javascript',
  ])('is text for %s', async (contentType) => {
    const event = await captureBody(contentType, new TextEncoder().encode('{"a":"☕"}'))

    expect(event).toMatchObject({ body: '{"a":"☕"}', isBase64Encoded: false })
  })

  it.each([
    'application/x-www-form-urlencoded',
    'application/vnd.api+json',
    'application/jsonp',
    'image/png',
    'application/octet-stream',
    undefined,
  ])('is base64 for %s', async (contentType) => {
    const event = await captureBody(contentType, new TextEncoder().encode('a=1'))

    expect(event).toMatchObject({ body: 'YT0x', isBase64Encoded: true })
  })

  it('keeps each byte when it is binary', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    const { body = '' } = await captureBody('image/jpeg', bytes)

    expect(Buffer.from(body, 'base64')).toEqual(Buffer.from(bytes))
  })

  it('is joined from chunks and has a length', async () => {
    const { port, events } = await startTestGateway()
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: text/plain\r\n'
    await exchange(port, `${head}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n`)

    expect(events[0]).toMatchObject({ body: 'abc', isBase64Encoded: false })
    expect(events[0]?.headers['content-length']).toBe('3')
    expect(events[0]?.headers).not.toHaveProperty('transfer-encoding')
  })
})
