import * as z from 'zod'

/**
 * `x-dev-time`: the device's clock, epoch ms in 13 digits. It decides nothing, anywhere: a client
 * could otherwise extend its own OTP.
 */
export const deviceTimeHeader = z.object({
  'x-dev-time': z
    .string()
    .regex(/^\d{13}$/, 'Must be epoch milliseconds in 13 digits')
    .optional(),
})
