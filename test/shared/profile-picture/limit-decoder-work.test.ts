import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { encodePicture } from '../../../shared/profile-picture/encode-picture.ts'
import { UnreadablePictureError } from '../../../shared/profile-picture/errors.ts'
import { limitDecoderWork } from '../../../shared/profile-picture/limit-decoder-work.ts'
import { hostilePictures } from '../../bench/pictures/hostile-pictures.ts'
import { isMutationRun } from '../../mutation/run-environment.ts'
import { pipelineProfile } from '../../support/hostile-pictures/icc-profiles.ts'
import { FRAMES, hostileJpeg, segment, withSegments } from '../../support/hostile-pictures/jpeg.ts'
import {
  measurePictures,
  type PicturesCost,
} from '../../support/hostile-pictures/measure-pictures.ts'
import { iccChunk, writePng } from '../../support/hostile-pictures/png.ts'
import {
  animatedWebp,
  losslessChunk,
  webpChunk,
  writeWebp,
} from '../../support/hostile-pictures/webp.ts'
import { noise } from '../../support/images.ts'

const SIZE = { width: 64, height: 48 }
const originals = {
  jpeg: await noise(64, 48).jpeg({ progressive: true }).toBuffer(),
  png: writePng(SIZE),
  webp: writeWebp(losslessChunk(SIZE)),
}
const detailsOf = (file: Buffer) =>
  encodePicture(file).then(
    () => 'accepted',
    ({ details }: UnreadablePictureError) => details[0]?.message,
  )

describe('a JPEG', () => {
  test('may have 24 scans, and no more', async () => {
    expect(await detailsOf(hostileJpeg({ ...SIZE, scans: 24 }))).toBe('accepted')
    expect(await detailsOf(hostileJpeg({ ...SIZE, scans: 25 }))).toBe('Must have at most 24 scans')
  })

  test('may have any number of scans in its thumbnail and in another image after its end', async () => {
    const other = hostileJpeg({ ...SIZE, scans: 100 })
    const jpeg = withSegments(hostileJpeg({ ...SIZE, scans: 24 }), segment(0xe1, other))
    expect(await detailsOf(Buffer.concat([jpeg, other]))).toBe('accepted')
    const withoutStart = other.subarray(2)
    expect(await detailsOf(Buffer.concat([jpeg, withoutStart]))).toBe('accepted')
  })

  test.each([
    ['fill bytes', [0xff, 0xff, 0xff]],
    ['a restart marker', [0xff, 0xd0]],
    ['stuffed bytes', [0xff, 0x00, 0xff, 0x00]],
    ['a segment without a length', [0xff, 0xe5, 0, 0]],
  ])('has its scans counted behind %s', async (_, bytes) => {
    const jpeg = hostileJpeg({ ...SIZE, scans: 25 })
    const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]))
    const file = Buffer.concat([jpeg.subarray(0, scan), Buffer.from(bytes), jpeg.subarray(scan)])
    expect(await detailsOf(file)).toBe('Must have at most 24 scans')
  })

  test('may have 1,000 segments, and no more', async () => {
    const jpeg = hostileJpeg({ ...SIZE, scans: 3 })
    // It has seven: a quantization table, the frame, two Huffman tables and three scans.
    const withApps = (count: number) => withSegments(jpeg, Buffer.alloc(count * 4, segment(0xe1)))
    expect(await detailsOf(withApps(1000 - 7))).toBe('accepted')
    expect(await detailsOf(withApps(1000 - 6))).toBe('Must have at most 1000 segments')
  })

  test('with arithmetic coding is refused', async () => {
    const file = hostileJpeg({ ...SIZE, frame: FRAMES.arithmetic, scans: 2 })
    expect(await detailsOf(file)).toBe('Must be a JPEG with Huffman coding')
  })
})

describe('a WEBP', () => {
  test('may have 2,000 frames, and no more', async () => {
    expect(await detailsOf(animatedWebp(2000))).toBe('accepted')
    expect(await detailsOf(animatedWebp(2001))).toBe('Must have at most 2000 frames')
  })

  test('has frames inside of frames counted', async () => {
    const frames = webpChunk('ANMF', animatedWebp(2001))
    expect(await detailsOf(writeWebp(frames))).toBe('Must have at most 2000 frames')
  })
})

describe('a PNG', () => {
  test.each([
    [7072, 7071, 0, 8, 'Must have at most 50 megapixels'],
    [6124, 6124, 6, 8, 'Must have at most 37.5 megapixels at 4 bytes per pixel'],
    [5001, 5000, 2, 16, 'Must have at most 25 megapixels at 6 bytes per pixel'],
    [65_536, 1, 2, 8, 'Must have at most 65535 pixels per side'],
    [1, 65_536, 2, 8, 'Must have at most 65535 pixels per side'],
  ] as const)('of %i × %i, colour type %i, %i bits is refused', async (...row) => {
    const [width, height, colourType, depth, message] = row
    const declared = { width, height }
    expect(await detailsOf(writePng({ ...SIZE, declared, colourType, depth }))).toBe(message)
  })

  test.each([
    [65_535, 1, 2],
    [1, 65_535, 2],
    [6123, 6123, 6],
  ] as const)('of %i × %i, colour type %i is accepted', async (width, height, colourType) => {
    expect(await detailsOf(writePng({ width, height, colourType }))).toBe('accepted')
  })

  test('is stored as without an ICC profile that has a pipeline', async () => {
    const picture = { ...SIZE, fill: 90 }
    const profiled = writePng({ ...picture, before: [iccChunk(pipelineProfile(1))] })
    expect(await encodePicture(profiled)).toEqual(await encodePicture(writePng(picture)))
  })
})

describe('any file', () => {
  // Relative to a picture in the same run, because processors and their other work differ.
  let honest: PicturesCost
  beforeAll(async () => {
    honest = await measurePictures([hostilePictures['PNG of 50 MP, RGB']?.() ?? Buffer.alloc(0)])
  })

  // Each costs many seconds, or gigabytes, when its limit is missing.
  test.each([
    'JPEG of 10,001 scans',
    'JPEG of 24 scans, 50 MP',
    'JPEG with arithmetic coding',
    'JPEG of a million segments',
    'PNG of 49,000,000 × 1',
    'PNG with 490 texts of 8 MB',
    'PNG with an ICC pipeline of 20,000 steps',
    'WEBP of 80,000 frames',
  ])(
    'takes at most six times the CPU time of an honest PNG of 50 megapixels, and 750 MB: %s',
    async (name) => {
      const file = hostilePictures[name]?.() ?? Buffer.alloc(0)
      const { cpuSeconds, peakMb } = await measurePictures([file])
      expect(file.length).toBeGreaterThan(0)
      expect(cpuSeconds).toBeLessThan(6 * honest.cpuSeconds)
      expect(peakMb).toBeLessThan(750)
    },
  )

  test('is checked without another error, however damaged', async () => {
    const format = fc.constantFrom('jpeg', 'png', 'webp')
    const damage = fc.record({ at: fc.nat(), byte: fc.nat(255) })
    await fc.assert(
      fc.property(format, fc.array(damage), fc.nat(), (kind, damages, length) => {
        const file = Buffer.from(originals[kind])
        for (const { at, byte } of damages) file[at % file.length] = byte
        const cut = file.subarray(0, length % file.length)
        try {
          expect(limitDecoderWork(cut, kind).length).toBeLessThanOrEqual(cut.length)
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadablePictureError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  // The code of a mutation run counts each of its steps, which takes five times as long.
  test
    .skipIf(isMutationRun())
    .each(['00', 'ff', 'ff00', 'ffe00000', 'ffdb0002', '000000007a545874', '414e4d46', '00000000'])(
    'of 4 MB is checked in less than a CPU second: all %s',
    (pattern) => {
      const file = Buffer.alloc(4 * 1024 * 1024, pattern, 'hex')
      const before = process.cpuUsage()
      for (const kind of ['jpeg', 'png', 'webp'] as const) {
        try {
          limitDecoderWork(file, kind)
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadablePictureError)
        }
      }
      const { user, system } = process.cpuUsage(before)
      expect((user + system) / 1e6).toBeLessThan(1)
    },
  )
})
