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

test('an encrypted response is not compressed', async () => {
  const serialise = serialiseResponse({} as never).after as (request: object) => Promise<void>
  const headers = { 'accept-encoding': 'gzip' }
  const event = { headers, requestContext: { requestId: 'r' } } as unknown as EndpointEvent
  const respondTo = async (is_data_encrypted: 0 | 1) => {
    const request = { event, response: { is_data_encrypted, data: 'x'.repeat(5000) } }
    await serialise(request)
    return request.response as APIGatewayProxyStructuredResultV2
  }
  expect(JSON.parse((await respondTo(1)).body ?? '')).toHaveProperty('is_data_encrypted', 1)
  const { body = '', ...compressed } = await respondTo(0)
  expect(compressed).toMatchObject({
    isBase64Encoded: true,
    headers: { 'content-encoding': 'gzip', vary: 'accept-encoding' },
  })
  expect(JSON.parse(gunzipSync(Buffer.from(body, 'base64')).toString()).data).toHaveLength(5000)
})
