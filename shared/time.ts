// Durations in ms.
export const MINUTE_MS = 60 * 1000
export const HOUR_MS = 60 * MINUTE_MS
/** The length of every UTC day, because POSIX time has no leap seconds. */
export const DAY_MS = 24 * HOUR_MS

/** Returns the start of the UTC day that contains a time. Both in epoch ms. */
export function startOfDay(epochMs: number): number {
  return epochMs - (epochMs % DAY_MS)
}

/** Converts a time (epoch ms) to a table's TTL attribute: epoch seconds, rounded up. DynamoDB deletes the item some time after that. */
export function toTtl(epochMs: number): number {
  return Math.ceil(epochMs / 1000)
}
