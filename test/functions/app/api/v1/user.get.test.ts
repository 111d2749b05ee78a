import { describe, expect, test } from 'vitest'
import { register } from '../../../../support/accounts.ts'
import { drivers } from '../../../../support/drivers.ts'
import { openAccount } from '../../../../support/open-account.ts'
import { expectPortalError } from '../../../../support/responses.ts'

describe.each(drivers)('GET /app/api/v1/user over $name', (driver) => {
  test('returns the user as documented', async () => {
    const { call, email } = await register(driver, { year: 2, major: 'Cognitive Science' })
    const { status, body } = await call({ method: 'GET', path: '/app/api/v1/user' })
    expect(status).toBe(200)
    expect(body).toEqual({
      error: null,
      user: {
        firstName: 'John',
        lastName: 'Smith',
        picture: null,
        email,
        year: 2,
        major: 'Cognitive Science',
        points: 0,
      },
    })
  })

  test('returns the documented 401 without a token', async () => {
    const response = await driver.call({ method: 'GET', path: '/app/api/v1/user' })
    expectPortalError(response, 401, 'Unauthorized')
  })

  test('returns changes made through V1, and V1 returns changes made here', async () => {
    const { call } = await openAccount(driver)
    const name = { first_name: 'Ada', last_name: 'Lovelace' }
    await call({ method: 'PATCH', path: '/users/info', body: { name } })
    const { body } = await call({ method: 'GET', path: '/app/api/v1/user' })
    expect(body.user).toMatchObject({ firstName: 'Ada', lastName: 'Lovelace' })

    const user = { password: 'quiet-lamp-4', firstName: 'Augusta', major: 'Mathematics' }
    await call({ method: 'PATCH', path: '/app/api/v1/user', body: { user } })
    const me = await call({ method: 'GET', path: '/auth/me' })
    expect(me.body.data).toMatchObject({ name: { first_name: 'Augusta' }, major: 'Mathematics' })
  })
})
