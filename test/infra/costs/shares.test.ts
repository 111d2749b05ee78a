import { expect, test } from 'vitest'
import type { Limit } from '../../../infra/costs/limits.ts'
import { firstLimit, shareOf, usersAt } from '../../../infra/costs/shares.ts'

/** 3,600 users make 10 attempts a second on the morning of an exam, and 4.2 at an ordinary peak. */
const attempts: Limit = {
  name: 'attempts',
  value: 40,
  kind: 'quota',
  demand: (traffic) => traffic.attempts,
}
/** Only an ordinary day has reports: 0.1 a month × 10. */
const reports: Limit = {
  name: 'reports',
  value: 1,
  kind: 'setting',
  demand: ({ requests }) => requests['POST /users/report'] ?? 0,
}

test('a share is the demand of the busier moment over the limit', () => {
  expect(shareOf(attempts, 3_600)).toBeCloseTo(10 / 40)
  expect(shareOf(reports, 2_592_000)).toBeCloseTo((0.1 * 10) / 1)
})

test('the users that reach a limit follow from the share of one user', () => {
  expect(usersAt(attempts)).toBeCloseTo(4 * 3_600)
  expect(shareOf(attempts, usersAt(attempts))).toBeCloseTo(1)
})

test('the first limit is the one with the largest share', () => {
  expect(firstLimit([reports, attempts], 3_600)).toMatchObject({ limit: { name: 'attempts' } })
  expect(() => firstLimit([], 1)).toThrow('There are no limits')
})
