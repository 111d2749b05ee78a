import { setTimeout } from 'node:timers/promises'
import { readFeatureFlags } from '../feature-flags/feature-flags.ts'

/** The longest wait, in ms. A healthy table is faster. Afterwards the first request reads the flags. */
const TIMEOUT_MS = 1000

/**
 * Reads the feature flags while a function starts. A function's first call to AWS is slow (connection,
 * TLS, code that runs for the first time). During the start, Lambda gives the function a full CPU, and the
 * first request then has an open connection and the flags. Never rejects.
 */
export async function prime(): Promise<void> {
  const read = readFeatureFlags().catch(() => undefined)
  await Promise.race([read, setTimeout(TIMEOUT_MS, undefined, { ref: false })])
}
