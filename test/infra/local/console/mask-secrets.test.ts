import { describe, expect, test } from 'vitest'
import { maskBody, maskHeaders, maskQuery } from '../../../../infra/local/console/mask-secrets.ts'

const isSecret = /password|token/i

describe('a masked request', () => {
  test('keeps the scheme of its credentials only', () => {
    const headers = {
      authorization: 'Bearer ua_1',
      cookie: 'id=1; theme=dark',
      'x-token': '2',
      accept: '*/*',
    }
    expect(maskHeaders(headers, isSecret)).toEqual({
      authorization: 'Bearer ***',
      cookie: '***',
      'x-token': '***',
      accept: '*/*',
    })
  })

  test('has no secret query parameter', () => {
    expect(maskQuery('/me?token=ua_1&x=1', isSecret)).toBe('/me?token=***&x=1')
  })

  test('has no secret field, at any depth', () => {
    const body = { email: 'a@example.com', deep: [{ new_password: 'x', access_token: 1 }] }
    expect(JSON.parse(maskBody(JSON.stringify(body), isSecret))).toEqual({
      email: 'a@example.com',
      deep: [{ new_password: '***', access_token: '***' }],
    })
  })

  test('has no list and no object under the name of a secret', () => {
    const body = { tokens: ['x'], password: { old: 'x' }, token: null }
    expect(JSON.parse(maskBody(JSON.stringify(body), isSecret))).toEqual({
      tokens: '***',
      password: '***',
      token: null,
    })
  })

  test('has no secret field in a list', () => {
    const masked = maskBody('[{ "password": "x" }]', isSecret)
    expect(JSON.parse(masked)).toEqual([{ password: '***' }])
    expect(maskBody('[password=x', isSecret)).toBe('[11 characters that are not JSON]')
  })

  test('keeps the size of a body that is not text', () => {
    expect(maskBody('[5 bytes of image/png]', isSecret)).toBe('[5 bytes of image/png]')
  })

  test('has no text that is not JSON', () => {
    expect(maskBody('password=1', isSecret)).toBe('[10 characters that are not JSON]')
  })

  test('is not masked when its secrets are asked for', () => {
    expect(maskBody('password=1', undefined)).toBe('password=1')
    expect(maskQuery('/me?token=1', undefined)).toBe('/me?token=1')
    expect(maskHeaders({ authorization: 'Bearer 1' }, undefined)).toEqual({
      authorization: 'Bearer 1',
    })
  })
})
