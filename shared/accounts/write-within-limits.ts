import { type TransactionItem, writeTransaction } from '../aws/transaction.ts'
import { enforce, type Limit, requireNoneRefused } from '../rate-limits/limiter.ts'
import { UnauthorizedError } from './errors.ts'

/**
 * Counts a request against the limits and makes the writes, all or nothing. `guard` is a `guardCheck`
 * (users-table.ts): the condition that the caller's session is open.
 * @returns true when everything is written; false when nothing is, because a condition of `writes` failed.
 * @throws UnauthorizedError when the guard failed.
 * @throws RateLimitedError when a limit is reached.
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
