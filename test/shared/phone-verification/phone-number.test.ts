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
    ['0123456789', '+910123456789'],
  ])('written as %s is %s', (value, e164) => {
    expect(read(value)).toBe(e164)
  })

  test.each(['19876543210', '929876543210', '9198765432101', '987654321012345'])(
    'in any other form is unchanged: %s',
    (value) => {
      expect(read(value)).toBe(`+91${value}`)
    },
  )
})
