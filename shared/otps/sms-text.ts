/** The most bytes of an SMS that Android's SMS Retriever accepts. */
const MAX_BYTES = 140

// The last line of an SMS, from which phones read the OTP. For WebOTP and iOS (WICG, "Origin-bound one-time codes
// delivered via SMS"), it begins with `@`, the domain and ` #`, and the OTP ends at white space. For Android (SMS
// Retriever), it ends with the 11 characters of the app's hash.
const LAST_LINE = /^@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,} #\{otp\} [A-Za-z0-9+/]{11}$/

/** The app that sends an SMS, and that may read it on the phone. */
export interface SmsApp {
  /** As users know it. India's mobile operators register no text without it. */
  name: string
  /** The app's domain as `@example.com`, for iOS and WebOTP. */
  domain: string
  /** Identifies the app to Android's SMS Retriever. */
  appHash: string
}

/**
 * Makes the template of an SMS. For each SMS, `{otp}` and `{minutes}` (how long the OTP is valid) are replaced. Adds
 * the last line, from which Android and iOS read the OTP. Mobile operators in India drop an SMS that differs from the
 * template registered in DLT (India's registry of SMS templates).
 */
export function smsTemplate(text: string, { domain, appHash }: SmsApp): string {
  return `${text}\n${domain} #{otp} ${appHash}`
}

/** Replaces `{otp}` and `{minutes}` in a template. */
export function toSmsText(template: string, otp: string, otpSeconds: number): string {
  const minutes = String(Math.floor(otpSeconds / 60))
  return template.replaceAll('{otp}', otp).replaceAll('{minutes}', minutes)
}

/** Checks a template when the CDK app is synthesized. Returns the problem in English, or undefined. */
export function findSmsTextProblem(
  template: string,
  otpDigits: number,
  otpSeconds: number,
): string | undefined {
  if (!template.includes('{otp}')) return 'has no {otp}'
  if (!LAST_LINE.test(template.split('\n').at(-1) ?? '')) {
    return 'has no last line of the form "@domain #{otp} hash", which iOS, WebOTP and Android read'
  }
  const bytes = Buffer.byteLength(toSmsText(template, '0'.repeat(otpDigits), otpSeconds))
  return bytes > MAX_BYTES ? `has ${bytes} bytes, of which ${MAX_BYTES} are allowed` : undefined
}
