import type { NumberRanges } from '../config.ts'
import { HOUR_MS } from '../time.ts'

export const registrationLimits = {
  /**
   * Registrations from one network within an hour. A carrier or a campus puts many people behind one
   * address, but rarely 30 who register in the same hour; a script makes as many in a second.
   */
  registrationsPerIp: { default: 30, min: 1 },
} as const satisfies NumberRanges

export const REGISTRATIONS_WINDOW_MS = HOUR_MS
