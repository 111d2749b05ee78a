import { MAX_FRAMES, MAX_SCANS } from '../../../shared/profile-picture/limits.ts'
import { pipelineProfile, tableProfile } from '../../support/hostile-pictures/icc-profiles.ts'
import {
  COMPONENTS,
  FRAMES,
  hostileJpeg,
  segment,
  withSegments,
} from '../../support/hostile-pictures/jpeg.ts'
import {
  compressedText,
  iccChunk,
  orientationChunk,
  pngChunk,
  writePng,
} from '../../support/hostile-pictures/png.ts'
import {
  animatedWebp,
  losslessChunk,
  webpChunk,
  writeWebp,
} from '../../support/hostile-pictures/webp.ts'

const MAX_BYTES = 4_000_000
/** The sides of 50 and of 37.5 megapixels. */
const [SIDE_50, SIDE_37] = [7071, 6123]
const all50 = { width: SIDE_50, height: SIDE_50 }
const all37 = { width: SIDE_37, height: SIDE_37 }
const tiny = { width: 64, height: 64 }

const repeat = (part: Buffer, bytes = MAX_BYTES) =>
  Buffer.concat(new Array<Buffer>(Math.floor(bytes / part.length)).fill(part))

/** An EXIF directory of equal entries: it names one text of 60 KB so many times. */
function exif(entries: number): Buffer {
  const head = Buffer.from('MM\0*\0\0\0\x08', 'latin1')
  const directory = Buffer.alloc(2 + entries * 12 + 4)
  directory.writeUInt16BE(entries, 0)
  for (let at = 2; at + 12 < directory.length; at += 12) {
    directory.writeUInt32BE(0x010e0002, at) // ImageDescription, ASCII
    directory.writeUInt32BE(60_000, at + 4)
    directory.writeUInt32BE(head.length + directory.length, at + 8)
  }
  return Buffer.concat([head, directory, Buffer.alloc(60_000, 'a')])
}

/**
 * Files that make a decoder work as much as their kind allows: the worst that is accepted, and what
 * is refused or cut down before it is decoded.
 */
export const hostilePictures: Readonly<Record<string, () => Buffer>> = {
  'JPEG of 10,001 scans': () => hostileJpeg({ width: 1000, height: 1000, scans: 10_001 }),
  [`JPEG of ${MAX_SCANS} scans, 50 MP`]: () => hostileJpeg({ ...all50, scans: MAX_SCANS }),
  [`JPEG of ${MAX_SCANS} scans, 65,500 × 763`]: () =>
    hostileJpeg({ width: 65_500, height: 763, scans: MAX_SCANS }),
  [`JPEG of ${MAX_SCANS} scans, CMYK of 37 MP`]: () =>
    hostileJpeg({ ...all37, components: COMPONENTS.cmyk, scans: MAX_SCANS }),
  'JPEG with arithmetic coding': () =>
    hostileJpeg({ ...all50, frame: FRAMES.arithmetic, scans: MAX_SCANS }),
  'JPEG of a million segments': () =>
    withSegments(hostileJpeg({ ...tiny, scans: 3 }), repeat(segment(0xe1))),
  'JPEG with EXIF of 400 × 60 KB': () =>
    withSegments(
      hostileJpeg({ ...tiny, scans: 3 }),
      segment(0xe1, Buffer.from('Exif\0\0'), exif(400)),
    ),
  'PNG of 50 MP, RGB': () => writePng({ ...all50, filter: 4 }),
  'PNG of 37 MP, RGBA, interlaced, turned, ICC table': () =>
    writePng({
      ...all37,
      colourType: 6,
      filter: 4,
      fill: 130,
      isInterlaced: true,
      before: [iccChunk(tableProfile(33)), orientationChunk(6)],
    }),
  'PNG of 18 MP, RGBA of 16 bits, interlaced, turned, ICC table': () =>
    writePng({
      width: 4330,
      height: 4330,
      depth: 16,
      colourType: 6,
      filter: 4,
      fill: 130,
      isInterlaced: true,
      before: [iccChunk(tableProfile(33)), orientationChunk(6)],
    }),
  'PNG of 49,000,000 × 1': () => writePng({ width: 49_000_000, height: 1 }),
  'PNG of 1 × 49,000,000': () => writePng({ width: 1, height: 49_000_000 }),
  'PNG with 490 texts of 8 MB': () =>
    writePng({ ...tiny, before: [repeat(compressedText('zTXt', 7_900_000))] }),
  'PNG of 300,000 unknown chunks': () => writePng({ ...tiny, before: [repeat(pngChunk('abCd'))] }),
  'PNG with EXIF of 65,535 × 60 KB': () =>
    writePng({ ...tiny, before: [pngChunk('eXIf', exif(65_535))] }),
  'PNG with an ICC pipeline of 20,000 steps': () =>
    writePng({ ...tiny, before: [iccChunk(pipelineProfile(20_000))] }),
  'APNG of 100,000 frames': () =>
    writePng({ ...tiny, after: [repeat(pngChunk('fdAT', Buffer.alloc(28)))] }),
  'WEBP of 80,000 frames': () => animatedWebp(80_000),
  [`WEBP of ${MAX_FRAMES} frames on 37 MP`]: () => animatedWebp(MAX_FRAMES, all37),
  'WEBP of 37 MP, all transforms': () =>
    writeWebp(losslessChunk({ ...all37, predictor: 13, isTransformed: true, groups: 65_536 })),
  'WEBP of 500,000 unknown chunks': () =>
    writeWebp(losslessChunk(tiny), repeat(webpChunk('abcd', Buffer.alloc(0)))),
}
