import * as z from 'zod/mini'

/**
 * The message from POST /auth/forgot-password to the worker that sends the SMS. It has the OTP, but only the hash of
 * the OTI (the id of the OTP). A reset needs the OTI itself, so a reader of the queue cannot reset a password.
 */
export const recoveryMessage = z.strictObject({
  /** An e-mail address in lower case, or a phone (E.164). */
  identifier: z.string(),
  otp: z.string(),
  oti_hash: z.string(),
})

export type RecoveryMessage = z.output<typeof recoveryMessage>
