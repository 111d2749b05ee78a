import { answerInvariants } from './answer-invariants.ts'
import type { Evidence } from './evidence.ts'
import type { Invariant } from './invariant.ts'
import { stateInvariants } from './state-invariants.ts'
import { statsInvariants } from './stats-invariants.ts'

/** The promises that are functions of what is stored and what was answered. */
export const checkedInvariants: readonly Invariant[] = [
  ...stateInvariants,
  ...answerInvariants,
  ...statsInvariants,
]

/** A test that proves a promise in another way. */
interface Proof {
  readonly promise: string
  readonly file: string
  readonly title: string
}

/** The other promises, by number: what proves each. That these tests exist is a test of its own. */
export const provenElsewhere: Readonly<Record<number, Proof>> = {
  3: {
    promise: 'Of those who verify one number at once, one is told 200',
    file: 'test/functions/users/verify-phone-otp.post.test.ts',
    title: 'that several accounts verify in parallel is linked to one, and the others get 3708',
  },
  7: {
    promise: 'Nothing is accepted past its end, by the server’s clock alone',
    file: 'test/shared/phone-verification/expiry.test.ts',
    title: 'decides, and not the device’s',
  },
  8: {
    promise: 'Another user, phone, OTI or OTP in the place of one’s own fails',
    file: 'test/functions/users/verify-phone-otp-refusals.test.ts',
    title: 'the OTP and OTI of another user, without counting an attempt of theirs',
  },
  19: {
    promise: 'A message is deleted only with its effect; poison delays others little',
    file: 'test/functions/workers/record-mcq-attempts-trouble.test.ts',
    title: 'retries all attempts of the affected user and no others',
  },
  20: {
    promise: 'Of two PATCHes of different fields at once both survive',
    file: 'test/functions/users/info.patch.test.ts',
    title: 'keeps both of two parallel changes of different fields',
  },
  21: {
    promise: 'A 4xx changes nothing but counters',
    file: 'test/faults/bad-input.test.ts',
    title: 'are answered in the envelope, and what is refused changes nothing: %s',
  },
  25: {
    promise: 'Trouble of AWS is never told as the client’s fault',
    file: 'test/faults/fault-matrix.test.ts',
    title: 'is told as such, or not noticed, but never as the client’s fault',
  },
  27: {
    promise: 'Whatever hangs, there is an answer before the function’s time-out',
    file: 'test/faults/fault-matrix.test.ts',
    title: 'is told before the function’s time is up, by every route',
  },
}

/** Every violation, in words. Empty when all promises are kept. */
export async function checkInvariants(evidence: Evidence): Promise<string[]> {
  const found = checkedInvariants.map(async ({ number, promise, violations }) =>
    (await violations(evidence)).map((violation) => `${number}. ${promise}: ${violation}`),
  )
  return (await Promise.all(found)).flat()
}
