// Writes WEBPs chunk by chunk (RFC 9649), and lossless images of a few bytes for which a decoder must do
// all of its steps for each pixel.

const ANIMATED = 0x02
const WITH_ICC = 0x20

/** Writes a WEBP of these chunks. */
export function writeWebp(...chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks])
  const size = Buffer.alloc(4)
  size.writeUInt32LE(body.length)
  return Buffer.concat([Buffer.from('RIFF'), size, body])
}

export function webpChunk(type: string, data: Buffer): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}

/** Writes an animation of equal frames of 1 × 1, on a canvas that may be larger. */
export function animatedWebp(frames: number, { width, height } = { width: 1, height: 1 }): Buffer {
  const pixel = losslessChunk({ width: 1, height: 1 })
  const place = Buffer.from([...u24(0), ...u24(0), ...u24(0), ...u24(0), ...u24(100), 0])
  const frame = webpChunk('ANMF', Buffer.concat([place, pixel]))
  return writeWebp(
    webpChunk('VP8X', Buffer.from([ANIMATED, 0, 0, 0, ...u24(width - 1), ...u24(height - 1)])),
    webpChunk('ANIM', Buffer.alloc(6)),
    Buffer.concat(new Array<Buffer>(frames).fill(frame)),
  )
}

/** Writes a lossless WEBP with an ICC profile. */
export function webpWithProfile(image: Lossless, profile: Buffer): Buffer {
  const { width, height } = image
  return writeWebp(
    webpChunk('VP8X', Buffer.from([WITH_ICC, 0, 0, 0, ...u24(width - 1), ...u24(height - 1)])),
    webpChunk('ICCP', profile),
    losslessChunk(image),
  )
}

export interface Lossless {
  width: number
  height: number
  /** The predictor of all pixels, 0–13. */
  predictor?: number
  /** Whether the decoder must also undo the colour transforms. */
  isTransformed?: boolean
  /** Prefix code groups, of which each pixel uses the last. @default 1 */
  groups?: number
  /** Bits of the colour cache, 0 for none. @default 0 */
  cacheBits?: number
}

/** A lossless image of one literal, which takes no bits: each pixel is the literal plus its prediction. */
export function losslessChunk(image: Lossless): Buffer {
  const { width, height, predictor, isTransformed, groups = 1, cacheBits = 0 } = image
  const bits = new Bits()
  bits
    .write(0x2f, 8)
    .write(width - 1, 14)
    .write(height - 1, 14)
    .write(1, 1)
    .write(0, 3)
  if (predictor !== undefined) {
    bits.write(1, 1).write(0, 2).write(0, 3).write(0, 1)
    writeGroup(bits, [0, predictor, 0, 0])
  }
  if (isTransformed) {
    bits.write(1, 1).write(1, 2).write(0, 3).write(0, 1)
    writeGroup(bits, [17, 33, 99, 0])
    bits.write(1, 1).write(2, 2)
  }
  bits.write(0, 1)
  if (cacheBits > 0) bits.write(1, 1).write(cacheBits, 4)
  else bits.write(0, 1)
  if (groups > 1) {
    bits.write(1, 1).write(0, 3).write(0, 1)
    writeGroup(bits, [(groups - 1) >> 8, (groups - 1) & 0xff, 0, 0])
  } else bits.write(0, 1)
  for (let group = 0; group < groups; group++) writeGroup(bits, [2, 3, 1, 200])
  return webpChunk('VP8L', bits.toBuffer())
}

/** Writes five prefix codes of one symbol each: green, red, blue, alpha, distance. */
function writeGroup(bits: Bits, [red, green, blue, alpha]: [number, number, number, number]): void {
  for (const symbol of [green, red, blue, alpha, 0]) bits.write(0b101, 3).write(symbol, 8)
}

/** Bits, the least significant first. */
class Bits {
  readonly #bytes: number[] = []
  #count = 0

  write(value: number, count: number): this {
    for (let bit = 0; bit < count; bit++, this.#count++) {
      if (this.#count % 8 === 0) this.#bytes.push(0)
      const last = this.#bytes.length - 1
      const mask = ((value >> bit) & 1) << (this.#count % 8)
      this.#bytes[last] = (this.#bytes[last] ?? 0) | mask
    }
    return this
  }

  toBuffer(): Buffer {
    return Buffer.from([...this.#bytes, 0, 0, 0, 0])
  }
}

function u24(value: number): number[] {
  return [value & 0xff, (value >> 8) & 0xff, value >> 16]
}
