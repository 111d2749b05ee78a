import { batchDelete, deletePartition, readPartition } from '../aws/batch.ts'
import { resourceName } from '../config.ts'
import { userPartition } from '../rate-limits/counters.ts'
import { hashOti } from './otp.ts'

const OTI = 'OTI#'
const RECOVERY = 'RECOVERY'

/** The key of an item of the table. */
export interface OtpKey {
  readonly pk: string
  readonly sk: string
}

/** The keys of the OTPs. The table also has the counters of rate-limits/counters.ts. */
export const otpsKeys = {
  otp: (userId: string, oti: string): OtpKey => ({
    pk: userPartition(userId),
    sk: `${OTI}${hashOti(oti)}`,
  }),
  /** Not in a user's partition: the request that stores it does not know whether there is a user. */
  recovery: (otiHash: string): OtpKey => ({ pk: `${OTI}${otiHash}`, sk: RECOVERY }),
  /** Marks a recovery as one of a user, so that their deletion finds it. */
  recoveryOf: (userId: string, otiHash: string): OtpKey => ({
    pk: userPartition(userId),
    sk: `${RECOVERY}#${otiHash}`,
  }),
}

/** The table's name. */
export const otpsTable = () => resourceName('otpsTable')

/** Reads all OTPs of a user's phone, expired ones too. For operators only. */
export async function readOtpItems(userId: string): Promise<Record<string, unknown>[]> {
  return await readItems(userId, OTI)
}

/** Reads the marks of a user's recoveries, expired ones too. For operators only. */
export async function readRecoveryMarks(userId: string): Promise<Record<string, unknown>[]> {
  return await readItems(userId, RECOVERY)
}

/** Deletes the OTPs and recoveries of a user and the user's own counters. Safe to repeat. */
export async function deleteOtpsOf(userId: string): Promise<void> {
  const marks = await readRecoveryMarks(userId)
  const hashes = marks.map(({ sk }) => String(sk).slice(`${RECOVERY}#`.length))
  // The recoveries first, then their marks: a repetition finds the recoveries only by the marks.
  await batchDelete(otpsTable(), hashes.map(otpsKeys.recovery))
  await deletePartition(otpsTable(), userPartition(userId))
}

async function readItems(userId: string, prefix: string): Promise<Record<string, unknown>[]> {
  return await readPartition(otpsTable(), userPartition(userId), prefix)
}
