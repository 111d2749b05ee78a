import { setTimeout as sleep } from 'node:timers/promises'
import { DynamoDB } from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import type { CallReport } from '../../../../infra/local/endpoint/aws-endpoint.ts'
import {
  nowhere,
  operator,
  post,
  region,
  signed,
  startEmulator,
  startEndpoint,
} from './endpoint-fixture.ts'

describe('a forwarded call', () => {
  test('and its response pass byte for byte', async () => {
    const bytes = Buffer.from([0x7b, 0x22, 0xc3, 0xa9, 0x00, 0xff, 0x7d])
    let seen = {}
    const emulator = await startEmulator(async (request, response) => {
      const body = (await request.toArray()).join('')
      const { host: name, 'x-amz-target': target } = request.headers
      seen = { body, host: name, target, method: request.method, url: request.url }
      response.writeHead(418, { 'x-amz-crc32': '42', 'X-Two': ['a', 'b'] }).end(bytes)
    })
    const endpoint = await startEndpoint(emulator, { KEY1: operator })
    const response = await fetch(`${endpoint.url}/a/b?c=%2F`, {
      method: 'PUT',
      headers: signed('KEY1'),
      body: 'søme body',
    })
    expect(seen).toEqual({
      body: 'søme body',
      host: new URL(emulator).host,
      target: 'DynamoDB_20120810.GetItem',
      method: 'PUT',
      url: '/a/b?c=%2F',
    })
    expect(response.status).toBe(418)
    expect(response.headers.get('x-amz-crc32')).toBe('42')
    expect(response.headers.get('x-two')).toBe('a, b')
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
  })

  test('reuses the connection of the call before', async () => {
    const ports = new Set<number | undefined>()
    const emulator = await startEmulator((request, response) => {
      ports.add(request.socket.remotePort)
      response.end('{}')
    })
    const endpoint = await startEndpoint(emulator, { KEY1: operator })
    for (let call = 0; call < 5; call++) await post(endpoint, signed('KEY1'))
    expect(ports.size).toBe(1)
  })

  test('is sent again when the emulator closes the idle connection at that moment', async () => {
    let calls = 0
    const emulator = await startEmulator((request, response) => {
      calls++
      if (calls === 2) request.socket.destroy()
      else response.end('{}')
    })
    const endpoint = await startEndpoint(emulator, { KEY1: operator })
    await post(endpoint, signed('KEY1'))
    expect(await post(endpoint, signed('KEY1'))).toMatchObject({ status: 200, text: '{}' })
    expect(calls).toBe(3)
  })

  test('keeps the length of a response to HEAD, and a 204 without a body', async () => {
    const emulator = await startEmulator((request, response) => {
      if (request.method === 'HEAD') response.writeHead(200, { 'content-length': '5' }).end()
      else response.writeHead(204).end()
    })
    const endpoint = await startEndpoint(emulator, { KEY1: operator })
    const head = await fetch(endpoint.url, { method: 'HEAD', headers: signed('KEY1') })
    expect(head.headers.get('content-length')).toBe('5')
    const gone = await fetch(endpoint.url, { method: 'DELETE', headers: signed('KEY1') })
    expect([gone.status, gone.headers.get('content-length')]).toEqual([204, null])
  })
})

describe('an emulator that does not respond', () => {
  test('gives a 503 that the SDK retries', async () => {
    const reports: CallReport[] = []
    const endpoint = await startEndpoint(
      nowhere,
      { KEY1: operator },
      {
        onCall: (report) => reports.push(report),
      },
    )
    const client = new DynamoDB({
      endpoint: endpoint.url,
      region,
      credentials: { accessKeyId: 'KEY1', secretAccessKey: 'x' },
      maxAttempts: 2,
    })
    const failure = client.getItem({ TableName: 'Users', Key: { id: { S: '1' } } })
    await expect(failure).rejects.toMatchObject({
      name: 'ServiceUnavailableException',
      message: expect.stringContaining('No response from 127.0.0.1:9'),
      $metadata: { httpStatusCode: 503, attempts: 2 },
    })
    expect(reports.map(({ statusCode, allowed }) => [statusCode, allowed])).toEqual([
      [503, true],
      [503, true],
    ])
  })

  test('gets no call twice when it ends the connection within its response', async () => {
    let calls = 0
    const emulator = await startEmulator((request, response) => {
      calls++
      if (calls === 1) return response.end('{}')
      response.writeHead(200, { 'content-length': '100' }).write('{"Item"')
      return setTimeout(() => request.socket.resetAndDestroy(), 20)
    })
    const endpoint = await startEndpoint(emulator, { KEY1: operator })
    await post(endpoint, signed('KEY1'))
    expect(await post(endpoint, signed('KEY1'))).toMatchObject({ status: 503 })
    // A second attempt would arrive only after the response.
    await sleep(50)
    expect(calls).toBe(2)
  })

  test('gives a 503 also when it ends within its response', async () => {
    const emulator = await startEmulator((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"Item"')
      setImmediate(() => request.socket.destroy())
    })
    const endpoint = await startEndpoint(emulator, { KEY1: operator })
    expect(await post(endpoint, signed('KEY1'))).toMatchObject({ status: 503 })
  })
})
