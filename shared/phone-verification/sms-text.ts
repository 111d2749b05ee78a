/** The bytes in which Android's SMS Retriever finds its hash. */
const MAX_BYTES = 140

/** The SMS for an OTP that lives this many seconds. */
export function toSmsText(template: string, otp: string, seconds: number): string {
  const minutes = String(Math.floor(seconds / 60))
  return template.replaceAll('{otp}', otp).replaceAll('{minutes}', minutes)
}

/** What is wrong with a stage's template, for whoever deploys it; undefined when nothing is. */
export function findSmsTextProblem(
  template: string,
  otpDigits: number,
  otpSeconds: number,
): string | undefined {
  if (!template.includes('{otp}')) return 'has no {otp}'
  const bytes = Buffer.byteLength(toSmsText(template, '0'.repeat(otpDigits), otpSeconds))
  return bytes > MAX_BYTES ? `has ${bytes} bytes, of which ${MAX_BYTES} are allowed` : undefined
}
