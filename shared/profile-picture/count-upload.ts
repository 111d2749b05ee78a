import type { Caller } from '../accounts/token.ts'
import { sessionCheck } from '../accounts/users-table.ts'
import { writeWithinLimits } from '../accounts/write-within-limits.ts'
import { setting } from '../config.ts'
import { slidingWindow } from '../rate-limits/sliding-window.ts'
import { UPLOADS_WINDOW_MS } from './limits.ts'

/**
 * Counts an upload of the caller, before the file is decoded or stored. The same write checks the session
 * (`sessionCheck`), so that requests with an invalid token cannot use up a user's limit.
 * @throws RateLimitedError after too many uploads within an hour.
 * @throws UnauthorizedError when the session has ended.
 */
export async function countUpload(caller: Caller): Promise<void> {
  const limit = slidingWindow(
    { name: 'picture-uploads', subject: { userId: caller.userId } },
    { max: setting('pictureUploadsPerUser'), windowMs: UPLOADS_WINDOW_MS },
  )
  await writeWithinLimits(sessionCheck(caller), [limit])
}
