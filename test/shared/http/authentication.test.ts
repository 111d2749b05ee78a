import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../../support/accounts.ts'
import type { ApiResponse } from '../../support/api-request.ts'
import { drivers } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError, expectPortalError } from '../../support/responses.ts'
import { storedItem } from '../../support/stack.ts'

const v1Routes = [
  ['GET', '/auth/me'],
  ['POST', '/auth/logout'],
  ['PATCH', '/users/info'],
  ['DELETE', '/users'],
  ['POST', '/users/profile-picture'],
  ['POST', '/users/report'],
  ['GET', '/users/mcq-daily/sync'],
  ['POST', '/users/send-phone-otp'],
  ['POST', '/users/verify-phone-otp'],
] as const
const portalRoutes = [
  ['GET', '/app/api/v1/user'],
  ['PATCH', '/app/api/v1/user'],
] as const

const userPart = 'ua_'.length + 24
const sessionPart = userPart + 16
const secret = () => randomBytes(32).toString('base64url')

// Headers to send instead of the right one. `other` is another user's account.
const wrongHeaders: [string, (own: Account, other: Account) => string | undefined][] = [
  ['no header', () => undefined],
  ['an empty header', () => ''],
  ['the scheme alone', () => 'Bearer'],
  ['another scheme', ({ token }) => `Basic ${token}`],
  ['no scheme', ({ token }) => token],
  ['a token of another kind', () => 'Bearer eyJhbGciOiJub25lIn0.e30.'],
  ['two tokens', ({ token }) => `Bearer ${token}, Bearer ${token}`],
  ['a token with text after it', ({ token }) => `Bearer ${token} x`],
  ['a token that is too short', ({ token }) => `Bearer ${token.slice(0, -1)}`],
  ['a token that is too long', ({ token }) => `Bearer ${token}A`],
  ['a token in capitals', ({ token }) => `Bearer ${token.toUpperCase()}`],
  ['a wrong secret', ({ token }) => `Bearer ${token.slice(0, sessionPart)}${secret()}`],
  [
    'an unknown session',
    ({ token }) => `Bearer ${token.slice(0, userPart)}${'0'.repeat(16)}${secret()}`,
  ],
  ['an unknown user', ({ token }) => `Bearer ua_${'0'.repeat(24)}${token.slice(userPart)}`],
  [
    'another user’s session',
    ({ token }, other) => `Bearer ${token.slice(0, userPart)}${other.token.slice(userPart)}`,
  ],
]

describe.each(drivers)('authentication over $name', (driver) => {
  let own: Account
  let other: Account
  beforeAll(async () => {
    own = await openAccount(driver)
    other = await openAccount(driver)
  })
  const call = (method: string, path: string, authorization: string | undefined, body?: unknown) =>
    driver.call({ method, path, body, headers: authorization ? { authorization } : {} })

  describe.each(wrongHeaders)('refuses %s', (_, header) => {
    test.each(v1Routes)('on %s %s', async (method, path) => {
      const before = await storedItem(`USER#${own.id}`)
      const valid = method === 'PATCH' ? { attempt_number: 2 } : undefined
      const response = await call(method, path, header(own, other), valid)
      const { message } = expectError(response, 401, 1001)
      expect(message).toBe('Unauthorized')
      expect(response.headers['www-authenticate']).toBe('Bearer')
      expect(await storedItem(`USER#${own.id}`)).toEqual(before)
    })

    test.each(portalRoutes)('on %s %s', async (method, path) => {
      const valid = method === 'PATCH' ? { user: { password: own.password } } : undefined
      const response = await call(method, path, header(own, other), valid)
      expectPortalError(response, 401, 'Unauthorized')
    })

    test('before the request is validated', async () => {
      const responses = [
        await call('PATCH', '/users/info', header(own, other), '{'),
        await call('PATCH', '/users/info', header(own, other), { attempt_number: 0 }),
      ]
      for (const response of responses) expectError(response, 401, 1001)
      const portal = await call('PATCH', '/app/api/v1/user', header(own, other), {})
      expectPortalError(portal, 401, 'Unauthorized')
    })
  })

  test.each(['bearer', 'BEARER', 'BeArEr', 'Bearer  '])(
    'accepts the scheme "%s"',
    async (scheme) => {
      const response: ApiResponse = await call('GET', '/auth/me', `${scheme} ${own.token}`)
      expect(response.status).toBe(200)
    },
  )
})
