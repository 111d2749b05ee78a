import { expect, test } from 'vitest'
import { demoAttempts } from '../../../infra/ops/demo-attempts.ts'
import { newObjectId } from '../../../shared/object-id.ts'

const DAYS = 400

test('a user is right in about 58 of 100 first attempts, and in 78 of 100 reviews', () => {
  const seen = new Set<string>()
  const tally = { first: { right: 0, all: 0 }, review: { right: 0, all: 0 } }
  for (const { mcq_id, is_correct } of demoAttempts(newObjectId(), DAYS, Date.now())) {
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
