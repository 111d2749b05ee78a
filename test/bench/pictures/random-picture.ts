import { MAX_FRAMES, MAX_SCANS } from '../../../shared/profile-picture/limits.ts'
import { tableProfile } from '../../support/hostile-pictures/icc-profiles.ts'
import {
  COMPONENTS,
  hostileJpeg,
  iccSegments,
  segment,
  withSegments,
} from '../../support/hostile-pictures/jpeg.ts'
import { iccChunk, orientationChunk, writePng } from '../../support/hostile-pictures/png.ts'
import {
  animatedWebp,
  losslessChunk,
  webpWithProfile,
  writeWebp,
} from '../../support/hostile-pictures/webp.ts'
import type { Random } from '../../support/random.ts'

export interface RandomPicture {
  /** Its parameters, from which it can be written again. */
  name: string
  file: Buffer
}

/** Writes a file at the limits of what is accepted, of a shape that `random` decides. */
export function randomPicture(random: Random): RandomPicture {
  return random.pick([randomJpeg, randomPng, randomWebp])(random)
}

function randomJpeg(random: Random): RandomPicture {
  const chroma = random.pick(['grey', 'yuv444', 'yuv420', 'yuv411', 'cmyk'] as const)
  const shape = {
    ...randomSize(random, chroma === 'cmyk' ? 4 : 3, 65_500),
    scans: MAX_SCANS - random.below(8),
    isRefining: random.below(4) > 0,
  }
  const segments = random.below(900)
  const hasProfile = random.below(3) === 0
  const jpeg = hostileJpeg({ ...shape, components: COMPONENTS[chroma] })
  const file = withSegments(
    jpeg,
    ...(hasProfile ? iccSegments(tableProfile(17)) : []),
    Buffer.alloc(segments * 4, segment(0xe1)),
  )
  return { name: `JPEG ${JSON.stringify({ ...shape, chroma, segments, hasProfile })}`, file }
}

function randomPng(random: Random): RandomPicture {
  const colourType = random.pick([0, 2, 4, 6] as const)
  const depth = random.pick([8, 16])
  const samples = { 0: 1, 2: 3, 4: 2, 6: 4 }[colourType]
  const shape = {
    ...randomSize(random, (samples * depth) / 8, 65_535),
    colourType,
    depth,
    isInterlaced: random.below(2) === 0,
    filter: random.below(5),
    fill: random.below(256),
  }
  const points = random.pick([0, 0, 9, 33])
  const orientation = random.pick([1, 3, 6])
  const profile = points > 0 ? [iccChunk(tableProfile(points))] : []
  const file = writePng({ ...shape, before: [...profile, orientationChunk(orientation)] })
  return { name: `PNG ${JSON.stringify({ ...shape, points, orientation })}`, file }
}

function randomWebp(random: Random): RandomPicture {
  const size = randomSize(random, 4, 16_383)
  if (random.below(4) === 0) {
    const frames = MAX_FRAMES - random.below(100)
    return { name: `WEBP ${JSON.stringify({ ...size, frames })}`, file: animatedWebp(frames, size) }
  }
  const image = {
    ...size,
    predictor: random.below(14),
    isTransformed: random.below(2) === 0,
    groups: random.pick([1, 1000, 65_536]),
    cacheBits: random.pick([0, 1, 11]),
  }
  const points = random.pick([0, 0, 9, 33])
  return {
    name: `WEBP ${JSON.stringify({ ...image, points })}`,
    file:
      points > 0 ? webpWithProfile(image, tableProfile(points)) : writeWebp(losslessChunk(image)),
  }
}

/** A size of nearly as many pixels as are accepted at so many bytes per pixel. */
function randomSize(random: Random, bytesPerPixel: number, maxSide: number) {
  const pixels = Math.min(50_000_000, 150_000_000 / bytesPerPixel)
  const least = Math.ceil(pixels / maxSide)
  // Some are square, the others have any aspect ratio.
  const side = Math.floor(Math.sqrt(pixels))
  const width =
    random.below(2) === 0
      ? side
      : Math.floor(least * (maxSide / least) ** (random.below(1000) / 1000))
  return { width, height: Math.min(maxSide, Math.floor(pixels / width)) }
}
