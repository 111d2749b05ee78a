import { UnreadablePictureError } from './errors.ts'
import { MAX_FRAMES, MAX_SCANS, MAX_SEGMENTS } from './limits.ts'
import type { PictureFormat } from './picture-format.ts'

/**
 * Limits the work that a file can cause in a decoder, before the decoder reads the file. Takes one pass over the
 * bytes. Does not detect a damaged file: the decoder does.
 * @returns the bytes to decode.
 * @throws UnreadablePictureError when the file has more or other parts than cameras and editors write.
 */
export function limitDecoderWork(file: Buffer, format: PictureFormat): Buffer {
  if (format === 'jpeg') requireFewSegments(file)
  if (format === 'webp') requireFewFrames(file)
  return format === 'png' ? withoutText(file) : file
}

/**
 * Counts the segments of a JPEG and its scans (segments of pixel data), up to the end of the first image. Finds them
 * as libjpeg does (ITU-T T.81, B.1). Each segment begins with a marker: the byte 0xFF and a code.
 */
function requireFewSegments(file: Buffer): void {
  let [segments, scans] = [0, 0]
  for (let at = 2; at + 1 < file.length; ) {
    const marker = markerAt(file, at)
    if (marker === EOI) return
    if (isArithmetic(marker)) throw new UnreadablePictureError('Must be a JPEG with Huffman coding')
    if (marker === SOS) scans++
    if (marker !== 0) segments++
    requireAtMost(MAX_SCANS, scans, 'scans')
    requireAtMost(MAX_SEGMENTS, segments, 'segments')
    at += marker === 0 ? 1 : 2 + segmentLength(file, at + 2)
  }
}

/** The codes of two markers: end of image, and start of scan. */
const [EOI, SOS] = [0xd9, 0xda]

/** Returns the code of the marker at an offset, or 0 where no segment begins: pixel data, fill, restart markers. */
function markerAt(file: Buffer, at: number): number {
  const code = file[at + 1] ?? 0
  const isMarker = file[at] === 0xff && code >= 0xc0 && code < 0xff
  const isRestart = code >= 0xd0 && code <= 0xd7
  return isMarker && !isRestart ? code : 0
}

/**
 * Whether a marker (SOF9 to SOF15) begins an image with arithmetic coding. A scan of a few bytes could then
 * hold a value for every pixel. Browsers do not show such images either.
 */
function isArithmetic(marker: number): boolean {
  return marker >= 0xc9 && marker <= 0xcf && marker !== 0xcc
}

/** Returns the length of a segment. It includes its own two bytes. libjpeg reads the lengths 0 and 1 as 2. */
function segmentLength(file: Buffer, at: number): number {
  return Math.max(2, (file[at] ?? 0) * 256 + (file[at + 1] ?? 0))
}

/** Counts `ANMF`, the name of WEBP frames (RFC 9649), anywhere in the file. A decoder cannot find more frames. */
function requireFewFrames(file: Buffer): void {
  let frames = 0
  for (let at = file.indexOf('ANMF'); at >= 0; at = file.indexOf('ANMF', at + 4)) {
    requireAtMost(MAX_FRAMES, ++frames, 'frames')
  }
}

function requireAtMost(max: number, count: number, parts: string): void {
  if (count > max) throw new UnreadablePictureError(`Must have at most ${max} ${parts}`)
}

/**
 * Copies a PNG without its text chunks (ISO/IEC 15948, 5.3 and 11.3.3). Each may inflate to 8 MB, which libvips copies
 * several times, and the stored picture has no text anyway. A chunk has a length and a type (4 bytes each), data, and
 * a CRC (4 bytes).
 */
function withoutText(file: Buffer): Buffer {
  const kept = Buffer.alloc(file.length)
  let size = file.copy(kept, 0, 0, SIGNATURE_BYTES)
  for (let at = SIGNATURE_BYTES; at + 8 <= file.length; ) {
    const end = at + file.readUInt32BE(at) + 12
    const type = file.toString('latin1', at + 4, at + 8)
    if (!TEXT_CHUNKS.has(type)) size += file.copy(kept, size, at, end)
    at = end
  }
  return kept.subarray(0, size)
}

const SIGNATURE_BYTES = 8
const TEXT_CHUNKS: ReadonlySet<string> = new Set(['tEXt', 'zTXt', 'iTXt'])
