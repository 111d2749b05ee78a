import { setTimeout } from 'node:timers/promises'
import { readFeatureFlags } from '../feature-flags/feature-flags.ts'

/** The longest wait for the flags, in ms. After that, the first request reads them. A healthy table is faster. */
const TIMEOUT_MS = 1000

/**
 * Reads the feature flags while a function starts. A function's first call to AWS is slow: it opens the TLS
 * connection and runs code for the first time. During the start, Lambda gives the function a full CPU. The first
 * request then finds an open connection and the cached flags. Never rejects.
 */
export async function prime(): Promise<void> {
  const read = readFeatureFlags().catch(() => undefined)
  await Promise.race([read, setTimeout(TIMEOUT_MS, undefined, { ref: false })])
}
