/** Length of a UTC day in ms; POSIX time has no leap seconds. */
export const DAY_MS = 24 * 60 * 60 * 1000

/** Start of the UTC day that a time is in. Both epoch ms. */
export function startOfDay(epochMs: number): number {
  return epochMs - (epochMs % DAY_MS)
}
