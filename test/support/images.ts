import sharp, { type Sharp } from 'sharp'
import { writePng } from './hostile-pictures/png.ts'

/** The colours of `quarters`: top left, top right, bottom left, bottom right. */
export const QUARTERS = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
] as const

/** Creates an image of one colour. */
export function plain(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#39c' } })
}

/** Creates an image that does not compress. Its noise is the same each time. */
export function noise(width: number, height: number): Sharp {
  const pixels = Buffer.alloc(width * height * 3)
  let state = 1
  for (let index = 0; index < pixels.length; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    pixels[index] = state >>> 16
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

/** Creates an image of 60 × 40 with a colour in each quarter, which shows its orientation. */
export async function quarters(): Promise<Sharp> {
  const pixels = Buffer.alloc(60 * 40 * 3)
  for (let y = 0; y < 40; y++) {
    for (let x = 0; x < 60; x++) {
      pixels.set(QUARTERS[(y < 20 ? 0 : 2) + (x < 30 ? 0 : 1)] ?? [], (y * 60 + x) * 3)
    }
  }
  const png = await sharp(pixels, { raw: { width: 60, height: 40, channels: 3 } })
    .png()
    .toBuffer()
  return sharp(png)
}

/** Reads the colours at the centres of an image's quarters, each channel rounded to 0 or 255. */
export async function quartersOf(image: Buffer): Promise<number[][]> {
  const { data, info } = await sharp(image)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => {
    const start = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3
    return [...data.subarray(start, start + 3)].map((value) => Math.round(value / 255) * 255)
  }
  return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)]
}

/** Creates a JPEG of `quarters` as a camera stores it with this EXIF orientation. */
export async function turned(orientation: number): Promise<Buffer> {
  const upright = await quarters()
  // sharp flips before it rotates.
  const stored: Record<number, () => Sharp> = {
    1: () => upright,
    2: () => upright.flop(),
    3: () => upright.rotate(180),
    4: () => upright.flip(),
    5: () => upright.flip().rotate(90),
    6: () => upright.rotate(270),
    7: () => upright.flop().rotate(90),
    8: () => upright.rotate(90),
  }
  const pixels = await (stored[orientation] ?? (() => upright))().png().toBuffer()
  return await sharp(pixels).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer()
}

/** Creates a black PNG of one bit a pixel. `declared` is the size in its header. */
export function blackPng(width: number, height: number, declared = { width, height }): Buffer {
  return writePng({ width, height, declared, colourType: 0, depth: 1 })
}

/** Creates a JPEG whose header declares this size. */
export async function lyingJpeg(width: number, height: number): Promise<Buffer> {
  const jpeg = await plain(64, 64).jpeg().toBuffer()
  const head = jpeg.indexOf(Buffer.from([0xff, 0xc0]))
  jpeg.writeUInt16BE(height, head + 5)
  jpeg.writeUInt16BE(width, head + 7)
  return jpeg
}

/** Creates a WEBP whose header declares 16,384 pixels a side. */
export function lyingWebp(): Buffer {
  const canvas = Buffer.from('VP8X\x0a\0\0\0\0\0\0\0\xff\x3f\0\xff\x3f\0', 'latin1')
  const size = Buffer.alloc(4)
  size.writeUInt32LE(canvas.length + 4)
  return Buffer.concat([Buffer.from('RIFF'), size, Buffer.from('WEBP'), canvas])
}
