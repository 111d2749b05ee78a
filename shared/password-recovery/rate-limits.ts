import { setting } from '../config.ts'
import { count } from '../metrics.ts'
import { smsBreaker } from '../otps/sms-breaker.ts'
import { fixedWindow } from '../rate-limits/fixed-window.ts'
import type { Limit } from '../rate-limits/limiter.ts'
import { slidingWindow } from '../rate-limits/sliding-window.ts'
import { REQUESTS_WINDOW_MS, SENDS_DAY_MS, SENDS_WINDOW_MS } from './limits.ts'

/** The limit on requests of one network. Only this limit shows in a response: it does not depend on an account. */
export function networkLimit(network: string): Limit {
  return fixedWindow(
    { name: 'recoveries', subject: network },
    { max: setting('recoveriesPerIp'), windowMs: REQUESTS_WINDOW_MS },
  )
}

/** The limit on the recovery SMS to one phone (E.164). */
export function phoneLimit(phone: string): Limit {
  return slidingWindow(
    { name: 'recovery-sends', subject: phone },
    { max: setting('recoverySendsPerPhone'), windowMs: SENDS_WINDOW_MS },
    { max: setting('recoverySendsPerPhoneADay'), windowMs: SENDS_DAY_MS },
  )
}

/** The limit on the recovery SMS to all phones together. */
export function recoverySmsBreaker(): Limit {
  return smsBreaker('recovery-sends-all', setting('recoverySendsOfAll'), () =>
    count('RecoveryBreakerOpen'),
  )
}
