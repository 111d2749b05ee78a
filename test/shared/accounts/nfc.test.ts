import { afterEach, describe, expect, test, vi } from 'vitest'
import { isShortEnoughForNfc, toNfc } from '../../../shared/accounts/nfc.ts'
import { direct } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError } from '../../support/responses.ts'

// 240 KB of combining marks. Normalising them would take 4 s of CPU.
const LONG = '\u0301\u0323'.repeat(60_000)

afterEach(() => {
  vi.restoreAllMocks()
})

test('a text of up to 4,096 bytes is normalised, and a longer one is returned unchanged', () => {
  expect(isShortEnoughForNfc('é'.repeat(2048))).toBe(true)
  expect(isShortEnoughForNfc(`${'é'.repeat(2048)}a`)).toBe(false)
  expect(toNfc('e\u0301')).toBe('é')
  expect(toNfc(LONG)).toBe(LONG)
})

describe('a password of 240 KB is refused without being normalised', () => {
  const normalise = () => vi.spyOn(String.prototype, 'normalize')
  /** The longest text that was normalised. */
  const longest = (spy: ReturnType<typeof normalise>) =>
    Math.max(0, ...spy.mock.contexts.map((text) => String(text).length))

  test.each([
    [
      'POST /auth/register',
      422,
      1006,
      { email: 'a@example.com', password: LONG, name: { first_name: 'A' } },
    ],
    ['POST /auth/login', 401, 2101, { email: 'a@example.com', password: LONG }],
    ['POST /auth/reset-password', 422, 1006, { oti: 'x', otp: '12345678', new_password: LONG }],
  ] as const)('%s', async (route, status, code, body) => {
    const spy = normalise()
    const [method = '', path = ''] = route.split(' ')
    expectError(await direct.call({ method, path, body }), status, code)
    expect(longest(spy)).toBeLessThanOrEqual(4096)
  })

  test('PATCH /app/api/v1/user', async () => {
    const account = await openAccount(direct)
    const spy = normalise()
    const user = { password: LONG, newPassword: LONG, confPassword: LONG }
    const { body } = await account.call({
      method: 'PATCH',
      path: '/app/api/v1/user',
      body: { user },
    })
    expect(body.error).not.toBeNull()
    expect(longest(spy)).toBeLessThanOrEqual(4096)
  })
})
