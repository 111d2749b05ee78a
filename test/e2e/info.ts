import { describe, expect, test } from 'vitest'
import { expectError, expectSuccess } from '../support/responses.ts'
import { anonymously, anyAccount, openAccount, reading } from './people.ts'

const path = '/users/info'

describe('PATCH /users/info', () => {
  test('saves what is given and leaves the rest', async () => {
    const account = await openAccount()
    const patch = (body: object) =>
      account.call({ method: 'PATCH', path, body, headers: { 'x-dev-time': '1714400300000' } })
    const body = {
      name: { first_name: ' Jane ', last_name: 'Doe' },
      background_info: 'Engineering graduate, preparing for UPSC',
      attempt_number: 2,
      attempt_year: 2026,
    }
    const saved = { ...body, name: { first_name: 'Jane', last_name: 'Doe' } }
    expect(expectSuccess(await patch(body))).toMatchObject(saved)
    expect(expectSuccess(await patch({ attempt_number: 3, attempt_year: null }))).toMatchObject({
      ...saved,
      attempt_number: 3,
    })
    const cleared = expectSuccess(await patch({ background_info: '  ' }))
    expect(cleared.background_info).toBeNull()
    expect(expectSuccess(await account.call(reading))).toEqual(cleared)
  })

  test.each([
    ['nothing', {}],
    ['nothing but null', { name: { first_name: null }, attempt_number: null }],
    ['nothing known', { points: 100 }],
    ['a blank first name', { name: { first_name: ' ' } }],
    ['1,001 characters', { background_info: 'x'.repeat(1001) }],
    ['attempt 0', { attempt_number: 0 }],
    ['the year 1899', { attempt_year: 1899 }],
    ['the year 2101', { attempt_year: 2101 }],
    ['malformed JSON', '{'],
  ])('refuses %s', async (_, body) => {
    const account = await anyAccount()
    expectError(await account.call({ method: 'PATCH', path, body }), 422, 1006)
  })

  test('refuses a clock that is none', async () => {
    const account = await anyAccount()
    const headers = { 'x-dev-time': '12' }
    const body = { attempt_number: 1 }
    const error = expectError(
      await account.call({ method: 'PATCH', path, body, headers }),
      422,
      1006,
    )
    expect(error.details[0].path).toBe('x-dev-time')
  })

  test('tells nobody unauthenticated what is wrong', async () => {
    expectError(await anonymously('PATCH', path, {}), 401, 1001)
    expectError(await anonymously('PATCH', path, { attempt_number: 1 }), 401, 1001)
  })
})
