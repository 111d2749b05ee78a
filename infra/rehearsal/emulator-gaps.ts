/** An e2e test that the emulator cannot pass, though AWS would. */
export interface EmulatorGap {
  /** Its suite's name and its own. */
  readonly test: string
  readonly why: string
}

/** The e2e tests that the rehearsal skips. The suite fails when one of them is not there. */
export const EMULATOR_GAPS: readonly EmulatorGap[] = [
  {
    test: 'POST /users/send-phone-otp > refuses a number that SNS knows to be none, and keeps no OTP of it',
    why: 'MiniStack sends to any phone number, where SNS answers InvalidParameter',
  },
]
