import type { NumberRanges } from '../config.ts'
import { MAX_SLIDING } from '../rate-limits/sliding-window.ts'
import { HOUR_MS } from '../time.ts'

export const pictureLimits = {
  /** Uploads of a user within an hour, accepted or not: each may cost seconds of CPU. */
  pictureUploadsPerUser: { default: 30, min: 1, max: MAX_SLIDING },
} as const satisfies NumberRanges

export const UPLOADS_WINDOW_MS = HOUR_MS

/**
 * The largest file that an upload may have, in bytes. Lambda's event has at most 6 MB, and base64
 * makes a body a third larger.
 */
export const MAX_PICTURE_BYTES = 4 * 1024 * 1024

// The next six limit the work of a decoder. libvips cannot be stopped while it decodes, so decoding the
// worst file that they accept must end well before the function's timeout of 25 s and must fit into its
// memory: `npm run bench:pictures` measures 2 CPU seconds and 500 MB.

/** The most pixels that an upload may have. Cameras of phones have up to 50 megapixels. */
export const MAX_PIXELS = 50_000_000

/** The most bytes that an upload may decode to: 50 megapixels of 8-bit RGB. */
export const MAX_DECODED_BYTES = 150_000_000

/**
 * The most pixels per side of an upload: JPEG's own limit. Decoders of PNG keep several copies of whole
 * rows: one row of 50 megapixels takes 3.7 GB.
 */
export const MAX_SIDE = 65_535

/**
 * The most scans of a JPEG: for each scan, a decoder visits every block of a component. Encoders write
 * up to 18 scans (libjpeg's progressive CMYK).
 */
export const MAX_SCANS = 24

/**
 * The most segments of a JPEG: libvips keeps metadata segments, each with 300 bytes of overhead. A file
 * of 4 MB has space for 64 segments of the largest size; encoders write up to four small ones per scan.
 */
export const MAX_SEGMENTS = 1000

/** The most frames of a WEBP. libvips lists all frames, in a time that grows with the square of their number. */
export const MAX_FRAMES = 2000

/** The most pixels per side of a stored image. Larger uploads are scaled down. */
export const MAX_STORED_SIDE = 1024

/**
 * The age, in ms, from which an object that no profile shows is an orphan: ten times the function's
 * timeout. A younger object may belong to an upload that is still running.
 */
export const ORPHAN_AGE_MS = 250_000

/** The time, in ms, that an upload may spend on removing other objects: the client is waiting. */
export const CLEAN_UP_TIMEOUT_MS = 2000

/**
 * The time, in seconds, for which browsers and CloudFront may keep a copy of a picture. Nothing removes
 * the copies of a deleted picture, so it can be seen for this long after its deletion.
 */
export const MAX_COPY_AGE_SECONDS = 3600
