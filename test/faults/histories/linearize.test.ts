import { expect, test } from 'vitest'
import { findContradiction } from './linearize.ts'
import type { Operation, Outcome, Wish } from './operation.ts'

const EMAIL = 'jsmith@example.com'
const token = 'ua_1'

/** Operations in sequence, one ms each unless times are given. */
function history(...steps: [Wish, Outcome, startedAt?: number, endedAt?: number][]): Operation[] {
  return steps.map(([wish, outcome, startedAt = 0, endedAt = 0], index) => ({
    ...{ device: 'a', wish, outcome },
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
