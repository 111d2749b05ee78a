import { DAY_MS } from '../time.ts'

/** The start of the UTC day that a time is in. Both in epoch ms. */
export function startOfDay(epochMs: number): number {
  return epochMs - (epochMs % DAY_MS)
}
