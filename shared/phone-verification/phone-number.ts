import * as z from 'zod/mini'

// A trunk prefix, or the country code as it is dialled from home, from abroad or in haste. The ten
// digits are anchored, so that a number which itself begins with 91 keeps them.
const PREFIXED = /^(?:0|91|091|0091)(\d{10})$/

/**
 * An Indian phone number as the document has it, read into its one E.164 form: one SIM is one
 * number, however it is spelled. Whether it exists is for SNS to say.
 */
export const phoneNumber = z.pipe(
  z.object({
    code: z.literal('+91'),
    value: z.string().check(z.regex(/^\d{10,15}$/, 'Must have 10 to 15 digits')),
  }),
  z.transform(({ code, value }) => `${code}${value.replace(PREFIXED, '$1')}`),
)
