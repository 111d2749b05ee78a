import type { Durations } from './demands.ts'

/** Assumption: how long a warm invocation takes, its AWS calls included. */
const WARM_SECONDS = 0.05

/** The durations of all functions. */
export const assumedDurations: Durations = { request: () => WARM_SECONDS, batch: WARM_SECONDS }
