import type { Evidence } from './evidence.ts'
import type { Invariant } from './invariant.ts'
import { recoveryInvariants } from './recovery-invariants.ts'
import { responseInvariants } from './response-invariants.ts'
import { stateInvariants } from './state-invariants.ts'
import { statsInvariants } from './stats-invariants.ts'

/** The promises that are checked from the stored state and the responses. */
export const checkedInvariants: readonly Invariant[] = [
  ...stateInvariants,
  ...responseInvariants,
  ...statsInvariants,
  ...recoveryInvariants,
]

/** A test that proves a promise in another way. */
interface Proof {
  readonly promise: string
  readonly file: string
  readonly title: string
}

/** The tests of the other promises, by number. A test checks that they exist. */
export const provenElsewhere: Readonly<Record<number, Proof>> = {
  3: {
    promise: 'Of parallel verifications of one number by several accounts, one succeeds',
    file: 'test/functions/users/verify-phone-otp.post.test.ts',
    title: 'that several accounts verify in parallel is linked to one, and the others get 3708',
  },
  7: {
    promise: 'Nothing is accepted after it expires, by the server’s clock alone',
    file: 'test/shared/phone-verification/expiry.test.ts',
    title: 'decides, and not the device’s',
  },
  8: {
    promise: 'Another user, phone, OTI or OTP than the right one is refused',
    file: 'test/functions/users/verify-phone-otp-refusals.test.ts',
    title: 'the OTP and OTI of another user, without counting an attempt of theirs',
  },
  19: {
    promise:
      'A message is deleted only once it took effect, and an invalid one hardly delays others',
    file: 'test/functions/workers/record-mcq-attempts-trouble.test.ts',
    title: 'retries all attempts of the affected user and no others',
  },
  20: {
    promise: 'Two parallel PATCHes of different fields both take effect',
    file: 'test/functions/users/info.patch.test.ts',
    title: 'keeps both of two parallel changes of different fields',
  },
  21: {
    promise: 'A 4xx changes only counters',
    file: 'test/faults/bad-input.test.ts',
    title: 'get a response in the envelope, and change nothing when refused: %s',
  },
  25: {
    promise: 'A failure of AWS is never reported as the client’s fault',
    file: 'test/faults/fault-matrix.test.ts',
    title: 'is a 5xx or a success, never the client’s fault',
  },
  27: {
    promise: 'A hanging call still gets a response before the function’s timeout',
    file: 'test/faults/fault-matrix.test.ts',
    title: 'is a 5xx before the function’s timeout, on every route',
  },
  33: {
    promise: 'An import takes no e-mail address and no phone of another account',
    file: 'test/infra/ops/import/lines.test.ts',
    title: 'of an existing account are never taken, also not at the same moment: %s',
  },
}

/** Describes every violation; empty when all promises are kept. */
export async function checkInvariants(evidence: Evidence): Promise<string[]> {
  const found = checkedInvariants.map(async ({ number, promise, violations }) =>
    (await violations(evidence)).map((violation) => `${number}. ${promise}: ${violation}`),
  )
  return (await Promise.all(found)).flat()
}
