import { randomInt } from 'node:crypto'
import { setting } from '../config.ts'
import { count } from '../metrics.ts'
import { type Cap, distinctCap, slidingCap, windowCap } from '../rate-limits/caps.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
// The one counter that all sends share: a single item would make them conflict with each other.
const SHARDS = 10

/**
 * What limits an SMS, whoever asks for it. The breaker's shards are drawn at random: it begins to
 * refuse a little before its number is reached, and never lets more through.
 */
export function sendCaps(userId: string, phone: string, ip: string): readonly Cap[] {
  return [
    slidingCap(
      { name: 'otp-sends', subject: { userId } },
      {
        max: setting('otpSendsPerUser'),
        windowMs: HOUR_MS,
        pauseMs: setting('otpCooldownSeconds') * 1000,
      },
    ),
    slidingCap(
      { name: 'otp-sends-phone', subject: phone },
      { max: setting('otpSendsPerPhone'), windowMs: HOUR_MS },
    ),
    distinctCap({ name: 'otp-phones', subject: { userId } }, phone, {
      max: setting('otpPhonesPerUser'),
      windowMs: DAY_MS,
    }),
    windowCap(
      { name: 'otp-sends-ip', subject: ip },
      { max: setting('otpSendsPerIp'), windowMs: HOUR_MS },
    ),
    breaker(setting('otpSendsOfAll')),
  ]
}

function breaker(max: number): Cap {
  const shards = Math.max(1, Math.min(SHARDS, max))
  const cap = windowCap(
    { name: 'otp-sends-all', subject: `shard ${randomInt(shards)}` },
    { max: Math.floor(max / shards), windowMs: HOUR_MS },
  )
  return { ...cap, onRefused: () => count('SmsBreakerOpen') }
}
