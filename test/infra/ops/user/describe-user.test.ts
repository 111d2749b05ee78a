import { expect, test } from 'vitest'
import { describeUser } from '../../../../infra/ops/user/describe-user.ts'
import { toUserRecord } from '../../../../infra/ops/user/user-record.ts'
import { newObjectId } from '../../../../shared/object-id.ts'

const id = newObjectId()
const NOTHING = {
  id,
  user: undefined,
  claims: [],
  otps: [],
  recoveries: [],
  counters: new Map(),
  stats: [],
  reports: [],
  pictures: [],
  tombstone: undefined,
}

test('a user of whom nothing is stored has no other section', () => {
  expect(describeUser(toUserRecord(NOTHING))).toBe(`id\n  ${id}\nprofile\n  none`)
})

test('times of the profile are dates, and text with line breaks is one line', () => {
  const user = {
    id,
    email: 'john@example.com',
    passwordHash: 'hash',
    firstName: 'John',
    lastName: 'Smith',
    backgroundInfo: 'Two\nlines',
    attemptYear: 2026,
    points: 0,
    sessions: {},
    createdAt: 0,
    updatedAt: 1000,
  }
  const text = describeUser(toUserRecord({ ...NOTHING, user } as never))
  expect(text).toMatch(/^ {2}created_at +1970-01-01T00:00:00/m)
  expect(text).toMatch(/^ {2}updated_at +1970-01-01T00:00:01/m)
  expect(text).toMatch(/^ {2}attempt_year +2026$/m)
  expect(text).toMatch(/^ {2}background_info +Two lines$/m)
  expect(text).not.toContain('hash')
})

test('a counter shows its counts and its times as dates', () => {
  const endsAt = Date.UTC(2026, 10, 28, 3)
  const counters = new Map([
    ['login', { count: 3, windowEndsAt: endsAt, expiresAt: endsAt / 1000 }],
    ['otp', { last1: endsAt, last2: 0 }],
  ])
  expect(describeUser(toUserRecord({ ...NOTHING, counters }))).toContain(
    'counters\n' +
      '  login: count 3, windowEndsAt 2026-11-28T03:00:00Z, expires 2026-11-28T03:00:00Z\n' +
      '  otp: last1 2026-11-28T03:00:00Z',
  )
})
