import * as z from 'zod/mini'

/** The format of `x-dev-time`: epoch ms in 13 digits. */
export const DEVICE_TIME = /^\d{13}$/

/**
 * The header `x-dev-time`: the time of the device's clock, epoch ms in 13 digits. The API only logs it. No
 * decision uses it, because a client could then extend the life of an OTP.
 */
export const deviceTimeHeader = z.object({
  'x-dev-time': z.optional(
    z.string().check(z.regex(DEVICE_TIME, 'Must be epoch milliseconds in 13 digits')),
  ),
})
