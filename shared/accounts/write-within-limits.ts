import { type TransactionItem, writeTransaction } from '../aws/transaction.ts'
import { enforce, type Limit, requireNoneRefused } from '../rate-limits/limiter.ts'
import { UnauthorizedError } from './errors.ts'

/**
 * Counts a request against the limits and makes the writes, all or nothing. `check` is a
 * `sessionCheck` (users-table.ts).
 * @returns true when everything is written; false when nothing is, because a condition of `writes` failed.
 * @throws UnauthorizedError when `check` failed.
 * @throws RateLimitedError when a limit is reached.
 */
export async function writeWithinLimits(
  check: TransactionItem,
  limits: readonly Limit[],
  writes: readonly TransactionItem[] = [],
): Promise<boolean> {
  const failed = await writeTransaction({ check, limits: limits.map(enforce), writes })
  if (!failed) return true
  if (failed.check) throw new UnauthorizedError()
  await requireNoneRefused(limits, failed.limits)
  return false
}
