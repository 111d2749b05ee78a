import { gunzipSync } from 'node:zlib'
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { acceptsGzip } from '../../../shared/http/compress.ts'
import type { EndpointEvent } from '../../../shared/http/endpoint-event.ts'
import { serialiseResponse } from '../../../shared/http/middleware/serialise-response.ts'
import type { Account } from '../../support/accounts.ts'
import { httpTo, send } from '../../support/http-driver.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectSuccess } from '../../support/responses.ts'
import { stack } from '../../support/stack.ts'

test.each([
  ['gzip', true],
  ['br, GZIP ;q=0.5', true],
  ['deflate, gzip;q=1.0, *;q=0.5', true],
  ['gzip;q=0', false],
  ['gzip; q=0.00, br', false],
  ['br', false],
  ['x-gzip', false],
  ['', false],
  [undefined, false],
])('Accept-Encoding %s allows gzip: %s', (header, expected) => {
  expect(acceptsGzip(header)).toBe(expected)
})

describe('a response over HTTP', () => {
  const text = 'ह'.repeat(1000)
  let account: Account
  beforeAll(async () => {
    account = await openAccount(httpTo(stack.apiUrl))
  })
  afterEach(async () => {
    expectSuccess(
      await account.call({ method: 'PATCH', path: '/users/info', body: { background_info: '' } }),
    )
  })
  const me = (encoding: string) =>
    send(stack.apiUrl, {
      method: 'GET',
      path: '/auth/me',
      headers: { authorization: `Bearer ${account.token}`, 'accept-encoding': encoding },
    })

  test('is compressed when it is large and the client accepts gzip', async () => {
    const body = { background_info: `${text}` }
    expectSuccess(await account.call({ method: 'PATCH', path: '/users/info', body }))
    for (const [encoding, expected] of [
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const response = await me(encoding)
      expect(response.headers.get('content-encoding')).toBe(expected)
      const { data } = (await response.json()) as { data: { background_info: string } }
      expect(data.background_info).toBe(text)
    }
  })

  test('is not compressed when it is small', async () => {
    expect((await me('gzip')).headers.get('content-encoding')).toBeNull()
  })
})

/** Serialises a response in this process, for a client that accepts gzip. */
async function serialise(is_data_encrypted: 0 | 1, data: string) {
  const after = serialiseResponse({} as never).after as (request: object) => Promise<void>
  const headers = { 'accept-encoding': 'gzip' }
  const event = { headers, requestContext: { requestId: 'r' } } as unknown as EndpointEvent
  const request = { event, response: { is_data_encrypted, data } }
  await after(request)
  return request.response as APIGatewayProxyStructuredResultV2
}

test('an encrypted response is not compressed', async () => {
  const data = 'x'.repeat(5000)
  expect(JSON.parse((await serialise(1, data)).body ?? '')).toHaveProperty('is_data_encrypted', 1)
  const { body = '', ...compressed } = await serialise(0, data)
  expect(compressed).toMatchObject({
    isBase64Encoded: true,
    headers: { 'content-encoding': 'gzip', vary: 'accept-encoding' },
  })
  expect(JSON.parse(gunzipSync(Buffer.from(body, 'base64')).toString()).data).toBe(data)
})

test('a response is compressed from 2,048 bytes on, however few characters it has', async () => {
  const empty = JSON.stringify({ is_data_encrypted: 0, data: '' }).length
  for (const [character, bytes] of [
    ['x', 1],
    ['é', 2],
  ] as const) {
    const most = character.repeat(Math.ceil((2048 - empty) / bytes) - 1)
    expect((await serialise(0, most)).isBase64Encoded).toBeUndefined()
    expect((await serialise(0, most + character)).isBase64Encoded).toBe(true)
  }
})
