import { describe, expect, test } from 'vitest'
import { findPasswordProblem } from '../../../shared/accounts/weak-password.ts'

const john = { email: 'jsmith@example.com', firstName: 'John', lastName: 'Smith' }
const COMMON = 'Is one of the most common passwords'
const OWN = 'Must not be your e-mail address or name'

describe('a new password', () => {
  test.each([
    'password',
    '12345678',
    'PassWord1',
    'qwertyuiop',
    'aaaaaaaa',
    '00000000',
    'india123',
    'pass@123',
  ])('must not be one of the most common: %s', async (password) => {
    expect(await findPasswordProblem(password, john)).toBe(COMMON)
  })

  test.each(['jsmith@example.com', 'JSmith2017!', 'john.smith', 'Smith John 1', 'John-1234'])(
    'must not be the own e-mail address or name, with whatever digits behind it: %s',
    async (password) => {
      expect(await findPasswordProblem(password, john)).toBe(OWN)
    },
  )

  test.each(['quiet-lamp-4', 'johnsmithson', '98431207', 'पासवर्ड-खिड़की'])(
    'may be anything else: %s',
    async (password) => {
      expect(await findPasswordProblem(password, john)).toBeUndefined()
    },
  )

  test('of digits only is not taken for a name that has no letters', async () => {
    const owner = { email: '4711@example.com', firstName: '4', lastName: '' }
    expect(await findPasswordProblem('98431207', owner)).toBeUndefined()
  })

  test('is checked against at least 10,000 common passwords', async () => {
    const { COMMON_PASSWORDS } = await import('../../../shared/accounts/common-passwords.ts')
    const words = COMMON_PASSWORDS.trim().split(/\s+/)
    expect(words.length).toBeGreaterThanOrEqual(10_000)
    expect(words.filter((word) => word !== word.toLowerCase() || [...word].length < 8)).toEqual([])
  })
})
