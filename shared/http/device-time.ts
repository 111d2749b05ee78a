import * as z from 'zod/mini'

/** Epoch ms in 13 digits. */
export const DEVICE_TIME = /^\d{13}$/

/**
 * `x-dev-time`: the device's clock, epoch ms in 13 digits. It is only logged: no decision uses it,
 * because a client could then extend its own OTP.
 */
export const deviceTimeHeader = z.object({
  'x-dev-time': z.optional(
    z.string().check(z.regex(DEVICE_TIME, 'Must be epoch milliseconds in 13 digits')),
  ),
})
