import { hash } from 'node:crypto'
import { deletePartition, readPartition } from '../aws/batch.ts'
import { resourceName } from '../config.ts'
import { userPartition } from '../rate-limits/counters.ts'

const OTI = 'OTI#'

/** The keys of the OTPs. The table also has the counters of rate-limits/counters.ts. */
export const otpsKeys = {
  otp: (userId: string, oti: string) => ({
    pk: userPartition(userId),
    sk: `${OTI}${hash('sha256', oti, 'base64url')}`,
  }),
}

/** The table's name. */
export const otpsTable = () => resourceName('otpsTable')

/** Reads all OTPs of a user, expired ones too. For operators only. */
export async function readOtpItems(userId: string): Promise<Record<string, unknown>[]> {
  return await readPartition(otpsTable(), userPartition(userId), OTI)
}

/** Deletes the OTPs of a user and the user's own counters. Safe to repeat. */
export async function deleteOtpsOf(userId: string): Promise<void> {
  await deletePartition(otpsTable(), userPartition(userId))
}
