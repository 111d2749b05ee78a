import sharp, { type Metadata } from 'sharp'
import { UnreadablePictureError, UnsupportedPictureError } from './errors.ts'
import { MAX_PIXELS, MAX_STORED_SIDE } from './limits.ts'

/** An image as it is stored: upright, scaled down, without metadata. */
export interface EncodedPicture {
  readonly bytes: Buffer
  readonly format: PictureFormat
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** The formats that an upload may have. A picture is stored in the format of its upload. */
export type PictureFormat = 'jpeg' | 'png' | 'webp'

const MAX_SECONDS = 8
const QUALITY = 85

/**
 * Decodes an upload and encodes it again in its own format: upright, in sRGB, scaled down to fit
 * into 1024 × 1024, neither cropped nor enlarged. Drops metadata, all frames but the first, and any
 * bytes after the image.
 * @throws UnsupportedPictureError when the file is not a JPEG, PNG or WEBP.
 * @throws UnreadablePictureError when it is damaged, truncated or has more than 50 megapixels.
 */
export async function encodePicture(file: Buffer): Promise<EncodedPicture> {
  const format = formatOf(file)
  if (!format) throw new UnsupportedPictureError()
  allowOnlySupportedFormats()
  const { width, height } = await readMetadata(file)
  if (width * height > MAX_PIXELS) {
    throw new UnreadablePictureError(`Must have at most ${MAX_PIXELS / 1_000_000} megapixels`)
  }
  try {
    const { data, info } = await sharp(file, {
      limitInputPixels: MAX_PIXELS,
      // `warning` would refuse files that some phones write, e.g. with odd SOS parameters.
      failOn: 'error',
    })
      .timeout({ seconds: MAX_SECONDS })
      .autoOrient()
      .resize({
        width: MAX_STORED_SIDE,
        height: MAX_STORED_SIDE,
        fit: 'inside',
        withoutEnlargement: true,
      })
      .toColourspace('srgb')
      .toFormat(format, format === 'png' ? {} : { quality: QUALITY })
      .toBuffer({ resolveWithObject: true })
    return { bytes: data, format, width: info.width, height: info.height }
  } catch {
    throw new UnreadablePictureError('The image is damaged or incomplete')
  }
}

/** Detects the format by the file's signature, before a decoder sees the file. */
function formatOf(file: Buffer): PictureFormat | undefined {
  const start = file.toString('latin1', 0, 12)
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'webp'
  return undefined
}

async function readMetadata(file: Buffer): Promise<Metadata> {
  try {
    // Reads only the header. Without sharp's own limit, the error can name ours.
    return await sharp(file, { limitInputPixels: false }).metadata()
  } catch {
    throw new UnreadablePictureError('The image is damaged or incomplete')
  }
}

/** Blocks libvips' other decoders (SVG, GIF, TIFF, PDF …): they only add attack surface. */
function allowOnlySupportedFormats(): void {
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: [
      'VipsForeignLoadJpegBuffer',
      'VipsForeignLoadPngBuffer',
      'VipsForeignLoadWebpBuffer',
    ],
  })
  // No upload is decoded twice.
  sharp.cache(false)
}
