import { beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../../support/accounts.ts'
import { drivers } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { storedItem } from '../../support/stack.ts'

describe.each(drivers)('PATCH /users/info over $name', (driver) => {
  let account: Account
  beforeAll(async () => {
    account = await openAccount(driver)
  })
  const patch = (body: unknown, headers?: Record<string, string>) =>
    account.call({ method: 'PATCH', path: '/users/info', body, headers })

  test('accepts the document’s example and returns the full profile', async () => {
    const example = {
      name: { first_name: 'John', last_name: 'Doe' },
      background_info: 'Engineering graduate, preparing for UPSC',
      attempt_number: 2,
      attempt_year: 2026,
    }
    const data = expectSuccess(await patch(example, { 'x-dev-time': '1714400300000' }))
    expect(data).toMatchObject(example)
    expect(data.updated_at).toBeGreaterThan(data.created_at)
    const me = await account.call({ method: 'GET', path: '/auth/me' })
    expect(me.body.data).toEqual(data)
  })

  test('changes only the given fields', async () => {
    const before = expectSuccess(await patch({ attempt_number: 3, background_info: 'Engineer' }))
    const after = expectSuccess(await patch({ attempt_year: 2030 }))
    expect(after).toEqual({ ...before, attempt_year: 2030, updated_at: after.updated_at })
  })

  test('changes either part of the name alone', async () => {
    await patch({ name: { first_name: 'Ada', last_name: 'Lovelace' } })
    const first = expectSuccess(await patch({ name: { first_name: 'Augusta' } }))
    expect(first.name).toEqual({ first_name: 'Augusta', last_name: 'Lovelace' })
    const last = expectSuccess(await patch({ name: { first_name: null, last_name: '' } }))
    expect(last.name).toEqual({ first_name: 'Augusta', last_name: '' })
  })

  test('strips whitespace around strings', async () => {
    const data = expectSuccess(
      await patch({ name: { first_name: '\t Ada\n' }, background_info: '  x y  ' }),
    )
    expect(data).toMatchObject({ name: { first_name: 'Ada' }, background_info: 'x y' })
  })

  test('clears background_info with a blank string, but not with null', async () => {
    await patch({ background_info: 'Engineer' })
    const kept = expectSuccess(await patch({ background_info: null, attempt_number: 1 }))
    expect(kept.background_info).toBe('Engineer')
    const cleared = expectSuccess(await patch({ background_info: '  ' }))
    expect(cleared.background_info).toBeNull()
  })

  test('counts the length of background_info in code points, after trimming', async () => {
    const data = expectSuccess(await patch({ background_info: ` \n${'🎓'.repeat(1000)} \n` }))
    expect(data.background_info).toHaveLength(2000)
    expectError(await patch({ background_info: '🎓'.repeat(1001) }), 422, 1006)
  })

  test('ignores unknown fields', async () => {
    const body = {
      attempt_number: 7,
      points: 1000,
      email: 'x@example.com',
      id: 'x',
      is_admin: true,
    }
    const data = expectSuccess(await patch(body))
    expect(data).toMatchObject({ attempt_number: 7, points: 0, email: account.email })
  })

  test('treats keys of the prototype as unknown fields', async () => {
    const text = '{"__proto__":{"attempt_number":9},"constructor":{"prototype":{"points":1}}}'
    expectError(await patch(text), 422, 1006)
    const data = expectSuccess(await patch(`{"attempt_number":8,${text.slice(1)}`))
    expect(data.attempt_number).toBe(8)
    expect(Object.hasOwn(Object.prototype, 'points')).toBe(false)
  })

  test('keeps both of two parallel changes of different fields', async () => {
    const [one, other] = await Promise.all([
      patch({ attempt_number: 41 }),
      patch({ attempt_year: 2041 }),
    ])
    expect([one.status, other.status]).toEqual([200, 200])
    const stored = await storedItem(`USER#${account.id}`)
    expect(stored).toMatchObject({ attemptNumber: 41, attemptYear: 2041 })
  })

  test.each([
    ['nothing', {}],
    ['only nulls', { name: null, background_info: null, attempt_number: null, attempt_year: null }],
    ['an empty name', { name: {} }],
    ['a name of nulls', { name: { first_name: null, last_name: null } }],
    ['only unknown fields', { nickname: 'Jo' }],
    ['a blank first name', { name: { first_name: '  ' } }],
    ['a name that is text', { name: 'John Doe' }],
    ['a first name that is a number', { name: { first_name: 5 } }],
    ['an attempt_number of 0', { attempt_number: 0 }],
    ['a fractional attempt_number', { attempt_number: 1.5 }],
    ['an attempt_number as text', { attempt_number: '2' }],
    ['an attempt_number beyond all integers', { attempt_number: 1e300 }],
    ['an attempt_year of 1899', { attempt_year: 1899 }],
    ['an attempt_year of 2101', { attempt_year: 2101 }],
    ['a background_info of 1,001 characters', { background_info: 'x'.repeat(1001) }],
    ['a background_info that is a list', { background_info: ['x'] }],
    ['one right and one wrong field', { attempt_year: 1950, attempt_number: -1 }],
  ])('refuses %s and changes nothing', async (_, body) => {
    const before = await storedItem(`USER#${account.id}`)
    const { details } = expectError(await patch(body), 422, 1006)
    expect(details.length).toBeGreaterThan(0)
    expect(await storedItem(`USER#${account.id}`)).toEqual(before)
  })

  test.each(['1900', '2100'])('accepts the year %s, a limit of the range', async (year) => {
    const data = expectSuccess(await patch({ attempt_year: Number(year) }))
    expect(data.attempt_year).toBe(Number(year))
  })
})
