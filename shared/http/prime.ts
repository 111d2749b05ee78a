import { setTimeout } from 'node:timers/promises'
import { readFeatureFlags } from '../feature-flags/feature-flags.ts'

/** Longer than a healthy table ever takes; the first request then finds out for itself. */
const MOST_MS = 1000

/**
 * Reads the feature flags while a function starts. What the first call to AWS costs (connecting,
 * TLS, code that runs for the first time) is so paid while Lambda gives the whole processor, and the
 * first request finds an open connection and flags already known. Never fails.
 */
export async function prime(): Promise<void> {
  const read = readFeatureFlags().catch(() => undefined)
  await Promise.race([read, setTimeout(MOST_MS, undefined, { ref: false })])
}
