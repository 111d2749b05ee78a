import { UnauthorizedError } from '../accounts/errors.ts'
import type { Caller } from '../accounts/token.ts'
import { guardCheck } from '../accounts/users-table.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { setting } from '../config.ts'
import { enforce, requireNoneRefused } from '../rate-limits/limiter.ts'
import { slidingWindow } from '../rate-limits/sliding-window.ts'
import { UPLOADS_WINDOW_MS } from './limits.ts'

/**
 * Counts an upload of the caller, before anything is spent on it. The guard keeps requests with an
 * invalid token from using up the limit of a user.
 * @throws RateLimitedError after too many uploads within an hour.
 * @throws UnauthorizedError when the session has ended.
 */
export async function countUpload(caller: Caller): Promise<void> {
  const limit = slidingWindow(
    { name: 'picture-uploads', subject: { userId: caller.userId } },
    { max: setting('pictureUploadsPerUser'), windowMs: UPLOADS_WINDOW_MS },
  )
  const failed = await writeTransaction([guardCheck(caller), enforce(limit)])
  if (!failed) return
  const [isLoggedOut, ...refused] = failed
  if (isLoggedOut) throw new UnauthorizedError()
  await requireNoneRefused([limit], refused)
}
