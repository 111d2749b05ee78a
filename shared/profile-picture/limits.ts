import type { NumberRanges } from '../config.ts'
import { MAX_SLIDING } from '../rate-limits/sliding-window.ts'
import { HOUR_MS } from '../time.ts'

/** The limit on uploads, which a stage may choose. */
export const pictureLimits = {
  /** Uploads of a user within an hour, accepted or refused, because each may take seconds of CPU time. */
  pictureUploadsPerUser: { default: 30, min: 1, max: MAX_SLIDING },
} as const satisfies NumberRanges

/** The window of time of this limit, in ms. */
export const UPLOADS_WINDOW_MS = HOUR_MS

/**
 * The largest file of an upload, in bytes. An event of Lambda has at most 6 MB, and base64 makes the body a third
 * larger.
 */
export const MAX_PICTURE_BYTES = 4 * 1024 * 1024

// The next six limits bound the work of a decoder. libvips (the library below sharp) cannot be stopped while it
// decodes. So the worst file within these limits must be decoded well before the function's timeout of 25 s, and
// within its memory of 1024 MB. `npm run bench:pictures` measures 2 CPU seconds and 500 MB.

/** The most pixels of an upload. Phone cameras have up to 50 megapixels. */
export const MAX_PIXELS = 50_000_000

/** The most bytes of a decoded upload: 50 megapixels of 8-bit RGB. */
export const MAX_DECODED_BYTES = 150_000_000

/**
 * The most pixels per side of an upload: the limit of the JPEG format. PNG decoders keep several copies of whole
 * rows, so a picture with one row of 50 megapixels takes 3.7 GB.
 */
export const MAX_SIDE = 65_535

/**
 * The most scans of a JPEG. A scan is a pass over the image: for each one, a decoder visits every block of pixels.
 * Encoders write up to 18 scans (progressive CMYK of libjpeg).
 */
export const MAX_SCANS = 24

/**
 * The most segments of a JPEG. libvips keeps metadata segments in memory, each with 300 bytes of overhead. A file of
 * 4 MB has space for 64 segments of the largest size, and encoders write up to four small ones per scan.
 */
export const MAX_SEGMENTS = 1000

/** The most frames of a WEBP. libvips lists all frames; the time for that grows with the square of their number. */
export const MAX_FRAMES = 2000

/** The most pixels per side of a stored image. Larger uploads are scaled down. */
export const MAX_STORED_SIDE = 1024

/**
 * The age from which an object that no profile shows counts as an orphan, in ms: ten times the function's timeout. A
 * younger object may belong to an upload that is still running.
 */
export const ORPHAN_AGE_MS = 250_000

/** How long an upload may spend on removing other objects, in ms. The client is waiting meanwhile. */
export const CLEAN_UP_TIMEOUT_MS = 2000

/**
 * How long browsers and CloudFront may keep a copy of a picture, in seconds. Copies of a deleted picture are not
 * removed, so people can see it for this long after its deletion.
 */
export const MAX_COPY_AGE_SECONDS = 3600
