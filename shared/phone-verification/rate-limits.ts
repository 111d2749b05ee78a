import { randomInt } from 'node:crypto'
import { setting } from '../config.ts'
import { count } from '../metrics.ts'
import { distinctValues, fixedWindow } from '../rate-limits/fixed-window.ts'
import type { Limit } from '../rate-limits/limiter.ts'
import { slidingWindow } from '../rate-limits/sliding-window.ts'
import { PHONES_WINDOW_MS, SENDS_DAY_MS, SENDS_WINDOW_MS, TRIES_WINDOW_MS } from './limits.ts'

/** A single counter of all SMS would make all requests conflict with each other. */
const SHARDS = 10

/**
 * The limits on requests for an SMS. Requests that get 3708 count too: otherwise a client could find out
 * without limit which numbers are registered. An account that has the phone already (`isHolder`) has a
 * separate counter for the phone, which strangers cannot use up.
 */
export function sendLimits(
  userId: string,
  phone: string,
  { ip, isHolder }: { ip: string; isHolder: boolean },
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
      { name: 'otp-sends-ip', subject: ip },
      { max: setting('otpSendsPerIp'), windowMs: SENDS_WINDOW_MS },
    ),
  ]
}

/**
 * The limit on the SMS to everybody, as one random shard of it. Because of the shards it starts to
 * refuse a little below its number; it never lets more through. Only for the transaction that leads to
 * an SMS: requests without an SMS must not use it up.
 */
export function smsBreaker(): Limit {
  const max = setting('otpSendsOfAll')
  const shards = Math.max(1, Math.min(SHARDS, max))
  const shard = fixedWindow(
    { name: 'otp-sends-all', subject: `shard ${randomInt(shards)}` },
    { max: Math.floor(max / shards), windowMs: SENDS_WINDOW_MS },
  )
  return { ...shard, onRefused: () => count('SmsBreakerOpen') }
}

/** The limit on OTPs that a user tries, over all OTIs. */
export function userTryLimit(userId: string): Limit {
  return slidingWindow(
    { name: 'otp-tries', subject: { userId } },
    { max: setting('otpTriesPerUser'), windowMs: TRIES_WINDOW_MS },
  )
}

/** The limit on OTPs tried for a phone, over all users. The first try of an OTI does not count. */
export function phoneTryLimit(phone: string): Limit {
  return slidingWindow(
    { name: 'otp-tries-phone', subject: phone },
    { max: setting('otpTriesPerPhone'), windowMs: TRIES_WINDOW_MS },
  )
}
