// Durations in ms.
export const MINUTE_MS = 60 * 1000
export const HOUR_MS = 60 * MINUTE_MS
/** Also the length of a UTC day: POSIX time has no leap seconds. */
export const DAY_MS = 24 * HOUR_MS

/** The start of the UTC day that a time is in. Both in epoch ms. */
export function startOfDay(epochMs: number): number {
  return epochMs - (epochMs % DAY_MS)
}
