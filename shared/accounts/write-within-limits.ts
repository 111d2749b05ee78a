import { type TransactionItem, writeTransaction } from '../aws/transaction.ts'
import { enforce, type Limit, requireNoneRefused } from '../rate-limits/limiter.ts'
import { UnauthorizedError } from './errors.ts'

/**
 * Counts a request against the limits and makes the writes, all or nothing. `guard` is a guardCheck.
 * @returns false when only a condition of the writes failed.
 * @throws UnauthorizedError when the guard failed; RateLimitedError.
 */
export async function writeWithinLimits(
  guard: TransactionItem,
  limits: readonly Limit[],
  writes: readonly TransactionItem[] = [],
): Promise<boolean> {
  const failed = await writeTransaction([guard, ...limits.map(enforce), ...writes])
  if (!failed) return true
  const [isGuardRefused, ...refused] = failed
  if (isGuardRefused) throw new UnauthorizedError()
  await requireNoneRefused(limits, refused)
  return false
}
