import { describe, expect, test } from 'vitest'
import { phoneNumber } from '../../../shared/phone-verification/phone-number.ts'

const read = (value: string) => phoneNumber.parse({ code: '+91', value })

describe('a phone number', () => {
  test.each([
    ['9876543210', '+919876543210'],
    ['09876543210', '+919876543210'],
    ['919876543210', '+919876543210'],
    ['0919876543210', '+919876543210'],
    ['00919876543210', '+919876543210'],
    ['9123456789', '+919123456789'],
    ['919123456789', '+919123456789'],
    ['6000000000', '+916000000000'],
  ])('written as %s is %s', (value, e164) => {
    expect(read(value)).toBe(e164)
  })

  test.each([
    '19876543210',
    '929876543210',
    '9198765432101',
    '987654321012345',
    '0123456789',
    '5876543210',
    '910123456789',
  ])('that no Indian mobile can have is refused: %s', (value) => {
    const { error } = phoneNumber.safeParse({ code: '+91', value })
    expect(error?.issues).toMatchObject([
      { path: ['value'], message: 'Must be an Indian mobile number' },
    ])
  })
})
