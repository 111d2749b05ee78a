import type { NumberRanges } from '../config.ts'
import { HOUR_MS } from '../time.ts'

/** The limit on registrations, which a stage may choose. */
export const registrationLimits = {
  /**
   * Registrations from one network within an hour. A mobile carrier or a campus puts many people behind one network,
   * but rarely 30 of them register in the same hour. A script registers as many in a second.
   */
  registrationsPerIp: { default: 30, min: 1 },
} as const satisfies NumberRanges

/** The window of time of this limit, in ms. */
export const REGISTRATIONS_WINDOW_MS = HOUR_MS
