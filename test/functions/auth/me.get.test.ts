import { describe, expect, test } from 'vitest'
import { register } from '../../support/accounts.ts'
import { drivers } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectSuccess } from '../../support/responses.ts'

describe.each(drivers)('GET /auth/me over $name', (driver) => {
  test('returns the profile without secrets', async () => {
    const { call, id, email } = await register(driver, { year: 5 })
    const data = expectSuccess(await call({ method: 'GET', path: '/auth/me' }))
    expect(data).toMatchObject({ id, email, year: 5, points: 0 })
    expect(JSON.stringify(data)).not.toMatch(/password|session|argon2/i)
  })

  test('returns headers that forbid caching and contain the request id', async () => {
    const { call } = await openAccount(driver)
    const { headers } = await call({ method: 'GET', path: '/auth/me' })
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.stringMatching(/=$/),
    })
  })
})
