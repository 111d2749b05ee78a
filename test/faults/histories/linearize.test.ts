import { expect, test } from 'vitest'
import { findContradiction } from './linearize.ts'
import type { Operation, Outcome, Wish } from './operation.ts'

const EMAIL = 'jsmith@example.com'
const token = 'ua_1'

/** Operations in sequence, one ms each unless times are given. */
function history(...steps: [Wish, Outcome, startedAt?: number, endedAt?: number][]): Operation[] {
  return steps.map(([wish, outcome, startedAt = 0, endedAt = 0], index) => ({
    device: 'a',
    wish,
    outcome,
    startedAt: startedAt || index * 10,
    endedAt: endedAt || index * 10 + 1,
  }))
}

const register: [Wish, Outcome] = [
  { kind: 'register', email: EMAIL, password: 'one', firstName: 'John' },
  { is: 'done', token, userId: '1' },
]
const shown = (background: string | null): Outcome => ({
  is: 'done',
  shown: { firstName: 'John', background, attempt: null, phone: null, picture: null },
})
const me: Wish = { kind: 'me', token }
const patch = (background: string): Wish => ({ kind: 'patch', token, background })

test('responses that follow from each other are consistent', () => {
  expect(findContradiction(history(register, [patch('x'), shown('x')], [me, shown('x')]))).toBe(
    undefined,
  )
})

test('a lost write is a contradiction', () => {
  const lost = history(register, [patch('x'), shown('x')], [me, shown(null)])
  expect(findContradiction(lost)).toContain('me')
})

test('a write with an unknown outcome may take effect, late or never', () => {
  const unknown: [Wish, Outcome] = [patch('x'), { is: 'unknown' }]
  expect(findContradiction(history(register, unknown, [me, shown('x')]))).toBe(undefined)
  expect(findContradiction(history(register, unknown, [me, shown(null)], [me, shown('x')]))).toBe(
    undefined,
  )
  expect(
    findContradiction(history(register, unknown, [me, shown('x')], [me, shown(null)])),
  ).toBeDefined()
})

test('a 401 on an open session is a contradiction', () => {
  expect(findContradiction(history(register, [me, { is: 'refused', code: 1001 }]))).toBeDefined()
})

test('operations that overlap may take effect in any order', () => {
  const overlapping = history(register, [patch('x'), shown('x'), 10, 20], [me, shown(null), 11, 30])
  expect(findContradiction(overlapping)).toBe(undefined)
})

test('a request for an SMS may be refused by the pause between two, and then changes nothing', () => {
  const send: Wish = { kind: 'send', token, phone: '9876543210' }
  const limited: [Wish, Outcome] = [send, { is: 'refused', code: 1005 }]
  expect(findContradiction(history(register, limited, [me, shown(null)]))).toBe(undefined)
  const taken: [Wish, Outcome] = [send, { is: 'refused', code: 3708 }]
  expect(findContradiction(history(register, taken))).toBeDefined()
})

test('a reset ends every session, works once, and is void when the phone has changed since its SMS', () => {
  const phone = '9876543210'
  const send: [Wish, Outcome] = [
    { kind: 'send', token, phone },
    { is: 'done', oti: 'a', otp: '123456' },
  ]
  const verify: [Wish, Outcome] = [
    { kind: 'verify', token, phone, oti: 'a', otp: '123456' },
    { is: 'done' },
  ]
  const forget: [Wish, Outcome] = [
    { kind: 'forget', email: EMAIL },
    { is: 'done', oti: 'b', otp: '12345678', sentTo: phone },
  ]
  const wish: Wish = { kind: 'reset', oti: 'b', otp: '12345678', newPassword: 'two' }
  const [reset, refused]: [Wish, Outcome][] = [
    [wish, { is: 'done' }],
    [wish, { is: 'refused', code: 2008 }],
  ]
  const ended: [Wish, Outcome] = [me, { is: 'refused', code: 1001 }]
  const begun = [register, send, verify]
  if (!reset || !refused) throw new Error('There is no reset')
  expect(findContradiction(history(...begun, forget, reset, ended, refused))).toBe(undefined)
  expect(findContradiction(history(...begun, forget, reset, [me, shown(null)]))).toBeDefined()
  expect(findContradiction(history(...begun, forget, reset, reset))).toBeDefined()
  expect(findContradiction(history(register, forget))).toContain('forget')
  expect(findContradiction(history(register, send, forget, verify, reset))).toBeDefined()
})
