/** Whether the client may retry a route by itself. */
export interface RetryPolicy {
  /** After 429: the request was refused before it had any effect. */
  readonly afterRateLimit: boolean
  /** After 503 or without a response: the API may have carried out the request. */
  readonly afterUncertainOutcome: boolean
}

const ALWAYS: RetryPolicy = { afterRateLimit: true, afterUncertainOutcome: true }
const AFTER_RATE_LIMIT: RetryPolicy = { afterRateLimit: true, afterUncertainOutcome: false }

/**
 * Routes where a retry does harm, or gets another response than the first attempt. On other routes except the login a second
 * request has no further effect: a repeated report is stored once, and a repeated picture replaces the first. A repeated
 * login opens a session that nobody uses, which may end another of the account's ten.
 */
const exceptions: Readonly<Record<string, RetryPolicy>> = {
  // A retry would send a second SMS.
  'POST /users/send-phone-otp': AFTER_RATE_LIMIT,
  // A retry would send a second SMS.
  'POST /auth/forgot-password': AFTER_RATE_LIMIT,
  // The first attempt may have used up the OTP; a retry would get 2008.
  'POST /auth/reset-password': AFTER_RATE_LIMIT,
  // The first attempt may have created the account; a retry would find the e-mail address taken.
  'POST /auth/register': AFTER_RATE_LIMIT,
  // Each wrong OTP uses up a try of its OTI (the id of an OTP), so no retry follows a 429. After a lost response, a
  // retry is worth a try: it gets 3709 when the first attempt succeeded.
  'POST /users/verify-phone-otp': { afterRateLimit: false, afterUncertainOutcome: true },
  // The first attempt may have changed the password; a retry would send the old one.
  'PATCH /app/api/v1/user': AFTER_RATE_LIMIT,
}

/** The retry policy of a route, e.g. of `POST /auth/register`. */
export function retryPolicyOf(routeKey: string): RetryPolicy {
  return exceptions[routeKey] ?? ALWAYS
}
