import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import {
  backgroundInfo,
  email,
  firstName,
  lastName,
  major,
  newPassword,
} from '../../../shared/accounts/fields.ts'
import { reportRequest } from '../../../shared/reports/report.ts'

const { comments, content_short_uid } = reportRequest.shape

test('an e-mail address is converted to lower case, but not the Kelvin sign to a k', () => {
  expect(z.parse(email, ' Kate@Example.COM ')).toBe('kate@example.com')
  expect(z.safeParse(email, '\u212Aate@example.com').success).toBe(false)
})

test.each([
  ['first_name', firstName, 100],
  ['last_name', lastName, 100],
  ['major', major, 200],
  ['background_info', backgroundInfo, 1000],
  ['comments', comments, 5000],
  ['content_short_uid', content_short_uid, 50],
] as const)('%s is trimmed before its length is checked', (_, field, max) => {
  const text = 'x'.repeat(max)
  expect(z.parse(field, `  ${text}  `)).toBe(text)
  const { error } = z.safeParse(field, `${text}x`)
  expect(error?.issues).toMatchObject([{ message: `Must have at most ${max} characters` }])
})

test.each([
  ['first_name', firstName],
  ['last_name', lastName],
  ['major', major],
  ['content_short_uid', content_short_uid],
  ['a new password', newPassword],
] as const)('%s that was not sent as UTF-8 is refused', (_, field) => {
  const latin1 = new TextDecoder().decode(Buffer.from('José-lampe', 'latin1'))
  const { error } = z.safeParse(field, latin1)
  expect(error?.issues).toMatchObject([{ message: 'Must be UTF-8, and must not contain U+FFFD' }])
  expect(z.parse(field, 'José-lampe')).toBe('José-lampe')
})

test.each([
  ['background_info', backgroundInfo],
  ['comments', comments],
] as const)('%s may quote a replacement character', (_, field) => {
  expect(z.parse(field, 'It reads "caf\uFFFD".')).toBe('It reads "caf\uFFFD".')
})
