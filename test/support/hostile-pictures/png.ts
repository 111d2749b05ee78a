import { crc32, deflateSync } from 'node:zlib'

// Writes PNGs chunk by chunk, also those that no encoder writes (ISO/IEC 15948).

/** Samples per pixel, by colour type. */
const SAMPLES = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const
/** Adam7: the first column and row of each pass, and its steps. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

export interface PngShape {
  width: number
  height: number
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA. @default 2 */
  colourType?: keyof typeof SAMPLES
  /** Bits per sample. @default 8 */
  depth?: number
  isInterlaced?: boolean
  /** The filter of all rows: 0 none, 1 sub, 2 up, 3 average, 4 Paeth. @default 0 */
  filter?: number
  /** The value of each byte after filtering. @default 0 */
  fill?: number
  /** The size in the header, when it differs from that of the pixels. */
  declared?: { width: number; height: number }
  /** Chunks before the pixels. */
  before?: readonly Buffer[]
  /** Chunks after the pixels. */
  after?: readonly Buffer[]
}

export function writePng(shape: PngShape): Buffer {
  const { width, height, colourType = 2, depth = 8, declared = { width, height } } = shape
  const header = Buffer.alloc(13)
  header.writeUInt32BE(declared.width, 0)
  header.writeUInt32BE(declared.height, 4)
  header.set([depth, colourType, 0, 0, shape.isInterlaced ? 1 : 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...(shape.before ?? []),
    pngChunk('IDAT', deflateSync(rowsOf(shape, SAMPLES[colourType] * depth), { level: 1 })),
    ...(shape.after ?? []),
    pngChunk('IEND'),
  ])
}

export function pngChunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const lengthAndCrc = Buffer.alloc(8)
  lengthAndCrc.writeUInt32BE(data.length, 0)
  lengthAndCrc.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([lengthAndCrc.subarray(0, 4), body, lengthAndCrc.subarray(4)])
}

/** A text chunk that inflates to this many bytes. */
export function compressedText(type: 'zTXt' | 'iTXt', bytes: number): Buffer {
  const head = type === 'zTXt' ? 'Comment\0\0' : 'Comment\0\x01\0\0\0'
  const text = deflateSync(Buffer.alloc(bytes, 'a'), { level: 9 })
  return pngChunk(type, Buffer.concat([Buffer.from(head, 'latin1'), text]))
}

export function iccChunk(profile: Buffer): Buffer {
  return pngChunk('iCCP', Buffer.concat([Buffer.from('icc\0\0', 'latin1'), deflateSync(profile)]))
}

/** An EXIF chunk with an orientation (1–8). */
export function orientationChunk(orientation: number): Buffer {
  const tiff = Buffer.from(
    'MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0',
    'latin1',
  )
  tiff.writeUInt16BE(orientation, 18)
  return pngChunk('eXIf', tiff)
}

function rowsOf(
  { width, height, isInterlaced, filter = 0, fill = 0 }: PngShape,
  bitsPerPixel: number,
): Buffer {
  const passes = (isInterlaced ? PASSES : ([[0, 0, 1, 1]] as const))
    .map(([left, top, dx, dy]) => ({
      columns: Math.ceil((width - left) / dx),
      rows: Math.ceil((height - top) / dy),
    }))
    .filter(({ columns, rows }) => columns > 0 && rows > 0)
  return Buffer.concat(
    passes.map(({ columns, rows }) => {
      const rowBytes = Math.ceil((columns * bitsPerPixel) / 8) + 1
      const bytes = Buffer.alloc(rowBytes * rows, fill)
      for (let row = 0; row < rows; row++) bytes[row * rowBytes] = filter
      return bytes
    }),
  )
}
