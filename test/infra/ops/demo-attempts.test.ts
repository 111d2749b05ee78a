import { expect, test } from 'vitest'
import { demoAttempts } from '../../../infra/ops/demo-attempts.ts'

const DAYS = 400
// The attempts depend only on the user and the day.
const USER = '65f1a2b3c4d5e6f708192a3b'
const NOW = Date.UTC(2026, 10, 28)

test('a user is right in about 58 of 100 first attempts, and in 78 of 100 reviews', () => {
  const seen = new Set<string>()
  const tally = { first: { right: 0, all: 0 }, review: { right: 0, all: 0 } }
  for (const { mcq_id, is_correct } of demoAttempts(USER, DAYS, NOW)) {
    const count = seen.has(mcq_id) ? tally.review : tally.first
    count.all += 1
    if (is_correct) count.right += 1
    seen.add(mcq_id)
  }
  const share = ({ right, all }: { right: number; all: number }) => right / all
  expect(tally.first.all).toBeGreaterThan(DAYS)
  expect(share(tally.first)).toBeCloseTo(0.58, 1)
  expect(share(tally.review)).toBeCloseTo(0.78, 1)
})
