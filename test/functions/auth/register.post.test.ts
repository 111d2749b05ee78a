import { describe, expect, test } from 'vitest'
import { freshEmail, logIn, register } from '../../support/accounts.ts'
import { drivers } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { itemsMentioning, storedItem } from '../../support/stack.ts'

describe.each(drivers)('POST /auth/register over $name', (driver) => {
  const post = (body: unknown) => driver.call({ method: 'POST', path: '/auth/register', body })
  const valid = () => ({
    email: freshEmail(),
    password: 'quiet-lamp-4',
    name: { first_name: 'John', last_name: 'Smith' },
  })

  test('opens an account and returns its token and profile', async () => {
    const before = Date.now()
    const given = { ...valid(), year: 2, major: ' Cognitive Science ' }
    const data = expectSuccess(await post(given), 201)
    expect(data).toEqual({
      access_token: expect.stringMatching(/^ua_[0-9a-f]{40}[\w-]{43}$/),
      token_type: 'Bearer',
      expires_at: expect.any(Number),
      user: {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        email: given.email,
        name: { first_name: 'John', last_name: 'Smith' },
        background_info: null,
        attempt_number: null,
        attempt_year: null,
        phone_number: null,
        is_phone_validated: false,
        profile_picture: null,
        year: 2,
        major: 'Cognitive Science',
        points: 0,
        created_at: expect.any(Number),
        updated_at: data.user.created_at,
      },
    })
    const days = (data.expires_at - before) / 86_400_000
    expect(days).toBeGreaterThanOrEqual(30)
    expect(days).toBeLessThan(30.01)
  })

  test('accepts a single name, and null for optional fields', async () => {
    const body = { ...valid(), name: { first_name: 'Prince' }, year: null, major: null }
    const { user } = expectSuccess(await post(body), 201)
    expect(user).toMatchObject({ name: { first_name: 'Prince', last_name: '' }, year: null })
  })

  test('treats an e-mail address in upper case or with whitespace around it as the same', async () => {
    const { email } = await openAccount(driver)
    expectError(await post({ ...valid(), email: ` ${email.toUpperCase()} ` }), 409, 2102)
  })

  test('accepts one of many parallel registrations of an address', async () => {
    const body = valid()
    const spellings = [body.email, body.email.toUpperCase()]
    const responses = await Promise.all(
      Array.from({ length: 8 }, (_, i) => post({ ...body, email: spellings[i % 2] })),
    )
    expect(responses.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)])
    expect(await itemsMentioning(body.email)).toHaveLength(2)
  })

  test('stores neither the password nor the token', async () => {
    const { id, token, password } = await register(driver, { password: 'a-canary-password' })
    const stored = JSON.stringify(await storedItem(`USER#${id}`))
    expect(stored).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
    expect(stored).not.toContain(password)
    expect(stored).not.toContain(token.slice(-43))
  })

  test('accepts a password unchanged, with whitespace and emoji', async () => {
    const account = await register(driver, { password: '  🔑🔑🔑🔑🔑🔑  ' })
    expectSuccess(await logIn(driver, account))
    expectError(await logIn(driver, { ...account, password: account.password.trim() }), 401, 2101)
  })

  test.each(['o&leary', 'a/b', 'x=y', 'hi!', "o'brien", 'a+b'])(
    'accepts an e-mail address that browsers accept: %s@…',
    async (local) => {
      const email = `${local}.${freshEmail()}`
      expect(expectSuccess(await post({ ...valid(), email }), 201).user.email).toBe(email)
    },
  )

  test('accepts a name in an Indic script, with its joiners', async () => {
    const name = { first_name: 'क्\u200Dष', last_name: 'ന്\u200Cമ' }
    expect(expectSuccess(await post({ ...valid(), name }), 201).user.name).toEqual(name)
  })

  test('removes a zero-width space and a soft hyphen from a name', async () => {
    const name = { first_name: '\u200B Ada', last_name: 'Love\u00ADlace' }
    const { user } = expectSuccess(await post({ ...valid(), name }), 201)
    expect(user.name).toEqual({ first_name: 'Ada', last_name: 'Lovelace' })
  })

  test.each([
    ['no e-mail', { email: undefined }, 'email'],
    ['an e-mail without @', { email: 'john' }, 'email'],
    ['an e-mail of 300 characters', { email: `${'j'.repeat(290)}@example.com` }, 'email'],
    ['no password', { password: undefined }, 'password'],
    ['a password of 7 characters', { password: '1234567' }, 'password'],
    ['a password of 7 emoji', { password: '🔑'.repeat(7) }, 'password'],
    ['a password of 1,025 bytes', { password: 'x'.repeat(1025) }, 'password'],
    ['a common password', { password: 'Password1' }, 'password'],
    ['the own name as password', { password: 'JohnSmith2017' }, 'password'],
    ['no name', { name: undefined }, 'name'],
    ['a first name with NUL', { name: { first_name: 'Jo\u0000hn' } }, 'name.first_name'],
    ['a first name of a filler', { name: { first_name: '\u3164' } }, 'name.first_name'],
    ['a first name with a bidi control', { name: { first_name: 'J\u202Ea' } }, 'name.first_name'],
    ['a first name of a zero-width space', { name: { first_name: '\u200B' } }, 'name.first_name'],
    [
      'a last name of zero-width joiners',
      { name: { first_name: 'John', last_name: '\u200D' } },
      'name.last_name',
    ],
    ['a major with a line break', { major: 'Cognitive\nScience' }, 'major'],
    ['an e-mail with a display name', { email: 'John <john@example.com>' }, 'email'],
    ['an e-mail with two @', { email: 'john@smith@example.com' }, 'email'],
    ['an e-mail with an umlaut', { email: 'jörg@example.com' }, 'email'],
    ['a blank first name', { name: { first_name: ' ', last_name: 'Smith' } }, 'name.first_name'],
    [
      'a first name of 101 characters',
      { name: { first_name: 'x'.repeat(101) } },
      'name.first_name',
    ],
    ['a year of 6', { year: 6 }, 'year'],
    ['a year as text', { year: '2' }, 'year'],
    ['a major that is no text', { major: 5 }, 'major'],
  ])('refuses %s and stores nothing', async (_, wrong, path) => {
    const body = { ...valid(), ...wrong }
    const { details } = expectError(await post(body), 422, 1006)
    expect(details).toEqual([{ path, message: expect.any(String) }])
    if (typeof body.email === 'string') expect(await itemsMentioning(body.email)).toEqual([])
  })
})
