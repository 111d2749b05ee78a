import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Account, register } from '../../support/accounts.ts'
import { expectError, expectSocietyError } from '../../support/answers.ts'
import { type ApiAnswer, drivers } from '../../support/drivers.ts'
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
const societyRoutes = [
  ['GET', '/app/api/v1/user'],
  ['PATCH', '/app/api/v1/user'],
] as const

const userPart = 'ua_'.length + 24
const sessionPart = userPart + 16
const secret = () => randomBytes(32).toString('base64url')

// What may stand in the place of the right token; `other` is another user's.
const wrongHeaders: [string, (own: Account, other: Account) => string | undefined][] = [
  ['no header', () => undefined],
  ['an empty header', () => ''],
  ['the scheme alone', () => 'Bearer'],
  ['another scheme', ({ token }) => `Basic ${token}`],
  ['no scheme', ({ token }) => token],
  ['no token of ours', () => 'Bearer eyJhbGciOiJub25lIn0.e30.'],
  ['two tokens', ({ token }) => `Bearer ${token}, Bearer ${token}`],
  ['a token and a rest', ({ token }) => `Bearer ${token} x`],
  ['a token cut short', ({ token }) => `Bearer ${token.slice(0, -1)}`],
  ['a token made longer', ({ token }) => `Bearer ${token}A`],
  ['a token in capitals', ({ token }) => `Bearer ${token.toUpperCase()}`],
  ['the secret of nobody', ({ token }) => `Bearer ${token.slice(0, sessionPart)}${secret()}`],
  [
    'an unknown session',
    ({ token }) => `Bearer ${token.slice(0, userPart)}${'0'.repeat(16)}${secret()}`,
  ],
  ['an unknown user', ({ token }) => `Bearer ua_${'0'.repeat(24)}${token.slice(userPart)}`],
  [
    "a session of another's",
    ({ token }, other) => `Bearer ${token.slice(0, userPart)}${other.token.slice(userPart)}`,
  ],
]

describe.each(drivers)('authentication over $name', (driver) => {
  let own: Account
  let other: Account
  beforeAll(async () => {
    own = await register(driver)
    other = await register(driver)
  })
  const call = (method: string, path: string, authorization: string | undefined, body?: unknown) =>
    driver.call({ method, path, body, headers: authorization ? { authorization } : {} })

  describe.each(wrongHeaders)('refuses %s', (_, header) => {
    test.each(v1Routes)('on %s %s', async (method, path) => {
      const before = await storedItem(`USER#${own.id}`)
      const valid = method === 'PATCH' ? { attempt_number: 2 } : undefined
      const answer = await call(method, path, header(own, other), valid)
      const { message } = expectError(answer, 401, 1001)
      expect(message).toBe('Unauthorized')
      expect(answer.headers['www-authenticate']).toBe('Bearer')
      expect(await storedItem(`USER#${own.id}`)).toEqual(before)
    })

    test.each(societyRoutes)('on %s %s', async (method, path) => {
      const valid = method === 'PATCH' ? { user: { password: own.password } } : undefined
      const answer = await call(method, path, header(own, other), valid)
      expectSocietyError(answer, 401, 'Unauthorized')
    })

    test('before it looks at the request', async () => {
      const answers = [
        await call('PATCH', '/users/info', header(own, other), '{'),
        await call('PATCH', '/users/info', header(own, other), { attempt_number: 0 }),
      ]
      for (const answer of answers) expectError(answer, 401, 1001)
      const society = await call('PATCH', '/app/api/v1/user', header(own, other), {})
      expectSocietyError(society, 401, 'Unauthorized')
    })
  })

  test.each(['bearer', 'BEARER', 'BeArEr', 'Bearer  '])('takes the scheme "%s"', async (scheme) => {
    const answer: ApiAnswer = await call('GET', '/auth/me', `${scheme} ${own.token}`)
    expect(answer.status).toBe(200)
  })
})
