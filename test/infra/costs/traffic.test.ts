import { expect, test } from 'vitest'
import { examMorning, ordinaryPeak } from '../../../infra/costs/traffic.ts'

const SYNC = 'GET /users/mcq-daily/sync'

test('an ordinary peak is ten times what each user does in a month, over the seconds of a month', () => {
  const { requests, attempts } = ordinaryPeak(2_592_000)
  expect(requests[SYNC]).toBeCloseTo(600)
  expect(requests['POST /users/report']).toBeCloseTo(1)
  expect(attempts).toBeCloseTo(3_000)
})

test('on the morning of an exam half of the users come within half an hour', () => {
  // 3,600 users: 1,800 of them within 1,800 s, one a second.
  const { requests, attempts } = examMorning(3_600)
  expect(requests[SYNC]).toBeCloseTo(1)
  expect(requests['GET /auth/me']).toBeCloseTo(1)
  expect(requests['POST /auth/login']).toBeCloseTo(0.05)
  expect(attempts).toBeCloseTo(10)
})
