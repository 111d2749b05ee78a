import { expect, test } from 'vitest'
import { findContradiction } from './linearize.ts'
import type { Operation, Told, Wish } from './operation.ts'

const EMAIL = 'jsmith@example.com'
const token = 'ua_1'

/** Operations one after the other, each taking one ms, unless times are given. */
function history(...steps: [Wish, Told, startedAt?: number, endedAt?: number][]): Operation[] {
  return steps.map(([wish, told, startedAt = 0, endedAt = 0], index) => ({
    ...{ device: 'a', wish, told },
    startedAt: startedAt || index * 10,
    endedAt: endedAt || index * 10 + 1,
  }))
}

const register: [Wish, Told] = [
  { kind: 'register', email: EMAIL, password: 'one', firstName: 'John' },
  { is: 'done', token, userId: '1' },
]
const shown = (background: string | null): Told => ({
  is: 'done',
  shown: { firstName: 'John', background, attempt: null, phone: null, picture: null },
})
const me: Wish = { kind: 'me', token }
const patch = (background: string): Wish => ({ kind: 'patch', token, background })

test('answers that follow from each other make sense', () => {
  expect(findContradiction(history(register, [patch('x'), shown('x')], [me, shown('x')]))).toBe(
    undefined,
  )
})

test('a write that is lost does not', () => {
  const lost = history(register, [patch('x'), shown('x')], [me, shown(null)])
  expect(findContradiction(lost)).toContain('me')
})

test('a write that nobody knows of may have been done, late or never', () => {
  const unknown: [Wish, Told] = [patch('x'), { is: 'unknown' }]
  expect(findContradiction(history(register, unknown, [me, shown('x')]))).toBe(undefined)
  expect(findContradiction(history(register, unknown, [me, shown(null)], [me, shown('x')]))).toBe(
    undefined,
  )
  expect(
    findContradiction(history(register, unknown, [me, shown('x')], [me, shown(null)])),
  ).toBeDefined()
})

test('a 401 on an open session does not make sense', () => {
  expect(findContradiction(history(register, [me, { is: 'refused', code: 1001 }]))).toBeDefined()
})

test('what overlaps may come in any order', () => {
  const overlapping = history(register, [patch('x'), shown('x'), 10, 20], [me, shown(null), 11, 30])
  expect(findContradiction(overlapping)).toBe(undefined)
})
