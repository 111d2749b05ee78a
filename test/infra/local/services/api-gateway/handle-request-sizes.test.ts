import { describe, expect, it } from 'vitest'
import { exchange, startTestGateway } from './start-test-gateway.ts'

async function contentOf(response: Response) {
  return { status: response.status, body: await response.text() }
}

describe('sizes', () => {
  const MEBIBYTE = 1024 * 1024

  it.each([
    ['text of over 10 MB', 'text/plain', 12 * MEBIBYTE],
    ['an event of over 6 MB', 'text/plain', 6 * MEBIBYTE],
    ['a picture that base64 takes over 6 MB', 'image/png', 4.6 * MEBIBYTE],
  ])('gives a 413 {message: Request Entity Too Large} for %s', async (_, contentType, size) => {
    const { url, events } = await startTestGateway()
    const headers = { 'content-type': contentType }
    const body = Buffer.alloc(size, 'a')
    const response = await fetch(url, { method: 'POST', headers, body })

    expect(await contentOf(response)).toEqual({
      status: 413,
      body: '{"message":"Request Entity Too Large"}',
    })
    expect(events).toEqual([])
  })

  it('accepts a picture of 4.4 MB', async () => {
    const { url, events } = await startTestGateway()
    const body = Buffer.alloc(4.4 * MEBIBYTE)
    const response = await fetch(url, { method: 'POST', body })

    expect(response.status).toBe(200)
    expect(Buffer.from(events[0]?.body ?? '', 'base64').equals(body)).toBe(true)
  })

  it.each([
    ['as many as API Gateway takes', 10_240, 200],
    ['one more', 10_241, 431],
    ['more than node takes', 100_000, 431],
  ])('limits the bytes of request line and header values: %s', async (_, total, status) => {
    const { port } = await startTestGateway()
    const requestLine = 'GET / HTTP/1.1'
    const padding = 'x'.repeat(total - `${requestLine}aclose`.length)
    const head = `${requestLine}\r\nHost: a\r\nConnection: close\r\nX-Padding: ${padding}\r\n\r\n`
    const reply = await exchange(port, head)

    expect(reply).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(reply.includes('{"message":"Request Header Fields Too Large"}')).toBe(status === 431)
  })

  it('counts a long target too', async () => {
    const { port } = await startTestGateway()
    const target = `/${'x'.repeat(10_240)}`
    const reply = await exchange(
      port,
      `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    )

    expect(reply).toMatch(/^HTTP\/1\.1 431 /)
  })
})
