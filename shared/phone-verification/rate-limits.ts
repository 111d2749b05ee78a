import { setting } from '../config.ts'
import { count } from '../metrics.ts'
import { smsBreaker } from '../otps/sms-breaker.ts'
import { distinctValues, fixedWindow } from '../rate-limits/fixed-window.ts'
import type { Limit } from '../rate-limits/limiter.ts'
import { slidingWindow } from '../rate-limits/sliding-window.ts'
import { PHONES_WINDOW_MS, SENDS_DAY_MS, SENDS_WINDOW_MS, TRIES_WINDOW_MS } from './limits.ts'

/**
 * The limits on requests for an SMS. Requests for the phone of another account count too, because otherwise a client
 * could find out without limit which numbers are registered. An account that already has the phone (`isHolder`) has
 * a separate counter for it, which strangers cannot use up.
 */
export function sendLimits(
  userId: string,
  phone: string,
  { network, isHolder }: { network: string; isHolder: boolean },
): readonly Limit[] {
  return [
    slidingWindow(
      { name: 'otp-sends', subject: { userId } },
      { max: setting('otpSendsPerUser'), windowMs: SENDS_WINDOW_MS },
      { max: 1, windowMs: setting('otpCooldownSeconds') * 1000 },
    ),
    slidingWindow(
      isHolder
        ? { name: 'otp-sends-own-phone', subject: { userId } }
        : { name: 'otp-sends-phone', subject: phone },
      { max: setting('otpSendsPerPhone'), windowMs: SENDS_WINDOW_MS },
      { max: setting('otpSendsPerPhoneADay'), windowMs: SENDS_DAY_MS },
    ),
    distinctValues({ name: 'otp-phones', subject: { userId } }, phone, {
      max: setting('otpPhonesPerUser'),
      windowMs: PHONES_WINDOW_MS,
    }),
    fixedWindow(
      { name: 'otp-sends-ip', subject: network },
      { max: setting('otpSendsPerIp'), windowMs: SENDS_WINDOW_MS },
    ),
  ]
}

/** The limit on the SMS to everybody, for phone verification. */
export function phoneSmsBreaker(): Limit {
  return smsBreaker('otp-sends-all', setting('otpSendsOfAll'), () => count('SmsBreakerOpen'))
}

/** The limit on OTPs that a user tries, over all OTIs (ids of sent OTPs). */
export function userTryLimit(userId: string): Limit {
  return slidingWindow(
    { name: 'otp-tries', subject: { userId } },
    { max: setting('otpTriesPerUser'), windowMs: TRIES_WINDOW_MS },
  )
}

/** The limit on OTPs that all users try for a phone. The first try of each OTI (id of a sent OTP) does not count. */
export function phoneTryLimit(phone: string): Limit {
  return slidingWindow(
    { name: 'otp-tries-phone', subject: phone },
    { max: setting('otpTriesPerPhone'), windowMs: TRIES_WINDOW_MS },
  )
}
