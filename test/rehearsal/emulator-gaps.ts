/** An e2e test that fails on the emulator and passes on AWS. */
export interface EmulatorGap {
  /** Names of the suite and the test, as in `DELETE /users > frees the phone`. */
  readonly test: string
  readonly why: string
}

/** The e2e tests that the rehearsal skips. The suite fails if a name matches no test. */
export const EMULATOR_GAPS: readonly EmulatorGap[] = [
  {
    test: 'GET /health > succeeds without a token',
    why: 'MiniStack responds to the path /health itself, whatever the host',
  },
  {
    test: 'POST /users/send-phone-otp > refuses a number that SNS knows to be none, and keeps no OTP of it',
    why: 'MiniStack accepts any phone number, SNS returns InvalidParameter',
  },
]

/** The checks of `npm run preflight` whose APIs the emulator does not have. All others have to pass. */
export const PREFLIGHT_GAPS: readonly string[] = [
  'SMS sandbox',
  'SMS spend limit',
  'SMS delivery logging',
  'HTTP API requests a second',
  'reads a second of a table',
  'writes a second of a table',
]

/** A remedy of docs/runbook.md that the emulator cannot do. */
export const REMEDY_GAPS: readonly { readonly command: string; readonly why: string }[] = [
  {
    command: 'aws sqs start-message-move-task',
    why: 'MiniStack does not know StartMessageMoveTask',
  },
]
