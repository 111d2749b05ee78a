/**
 * The largest file that an upload may have, in bytes. Lambda's event has at most 6 MB, and base64
 * makes a body a third larger.
 */
export const MAX_PICTURE_BYTES = 4 * 1024 * 1024

/** The most pixels that an upload may have. Decoding that many takes up to 550 MB. */
export const MAX_PIXELS = 50_000_000

/** The most pixels per side of a stored image. Larger uploads are scaled down. */
export const MAX_STORED_SIDE = 1024

/**
 * The age, in ms, from which an object that no profile shows is an orphan: ten times the function's
 * timeout. A younger one may belong to an upload that is still running.
 */
export const ORPHAN_AGE_MS = 250_000

/** The time, in ms, that an upload may spend on removing other objects: the client is waiting. */
export const CLEAN_UP_TIMEOUT_MS = 2000
