import { batchDelete, deletePartition, readPartition } from '../aws/batch.ts'
import { resourceName } from '../config.ts'
import { userPartition } from '../rate-limits/counters.ts'
import { hashOti } from './otp.ts'

// The only file that builds keys of OTPs. An OTI is the id of a sent OTP. A recovery is an OTP that resets a password.

const OTI = 'OTI#'
const RECOVERY = 'RECOVERY'

/** The key of an item in the OTPs table. */
export interface OtpKey {
  readonly pk: string
  readonly sk: string
}

/** The keys of the OTPs. The table also has the counters of the rate limits: rate-limits/counters.ts. */
export const otpsKeys = {
  /** The OTP of a phone. */
  otp: (userId: string, oti: string): OtpKey => ({
    pk: userPartition(userId),
    sk: `${OTI}${hashOti(oti)}`,
  }),
  /** A recovery. It is not in a user's partition, because the request that stores it does not look for a user. */
  recovery: (otiHash: string): OtpKey => ({ pk: `${OTI}${otiHash}`, sk: RECOVERY }),
  /** The mark of a recovery in the partition of its user. The deletion of the user finds the recovery through it. */
  recoveryOf: (userId: string, otiHash: string): OtpKey => ({
    pk: userPartition(userId),
    sk: `${RECOVERY}#${otiHash}`,
  }),
}

/** The table's name. */
export const otpsTable = () => resourceName('otpsTable')

/** Reads all OTPs for phones that a user requested, expired ones too. For operators only. */
export async function readOtpItems(userId: string): Promise<Record<string, unknown>[]> {
  return await readItems(userId, OTI)
}

/** Reads the marks of a user's recoveries, expired ones too. For operators only. */
export async function readRecoveryMarks(userId: string): Promise<Record<string, unknown>[]> {
  return await readItems(userId, RECOVERY)
}

/** Deletes the OTPs, the recoveries and the counters of a user. Safe to repeat. */
export async function deleteOtpsOf(userId: string): Promise<void> {
  const marks = await readRecoveryMarks(userId)
  const hashes = marks.map(({ sk }) => String(sk).slice(`${RECOVERY}#`.length))
  // Deletes the recoveries before their marks, because a repeated deletion finds the recoveries only by the marks.
  await batchDelete(otpsTable(), hashes.map(otpsKeys.recovery))
  await deletePartition(otpsTable(), userPartition(userId))
}

async function readItems(userId: string, prefix: string): Promise<Record<string, unknown>[]> {
  return await readPartition(otpsTable(), userPartition(userId), prefix)
}
