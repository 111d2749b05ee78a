import sharp, { type Metadata } from 'sharp'
import { UnreadablePictureError, UnsupportedPictureError } from './errors.ts'

/** An image as it is stored: upright, small, and with nothing in it but pixels. */
export interface EncodedPicture {
  readonly bytes: Buffer
  readonly format: PictureFormat
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** The formats that are taken, and stored. */
export type PictureFormat = 'jpeg' | 'png' | 'webp'

/** Both sides of a stored image have at most as many pixels. */
export const MAX_SIDE = 1024
/** Of what is uploaded: 50 megapixels. Decoded, the worst of them takes 550 MB. */
const MAX_PIXELS = 50_000_000
const MAX_SECONDS = 8
const QUALITY = 85

/**
 * Makes an upload fit to be shown: turned upright, shrunk to fit into 1024 × 1024 without being
 * cropped or enlarged, in sRGB, encoded anew in its own format. Metadata, further frames and
 * whatever hangs behind the image are gone with that.
 * @throws UnsupportedPictureError when it is no JPEG, PNG or WEBP.
 * @throws UnreadablePictureError when it is damaged, cut short or has more than 50 megapixels.
 */
export async function encodePicture(file: Buffer): Promise<EncodedPicture> {
  const format = formatOf(file)
  if (!format) throw new UnsupportedPictureError()
  allowOnlyOurFormats()
  const { width, height } = await readMetadata(file)
  if (width * height > MAX_PIXELS) {
    throw new UnreadablePictureError(`Must have at most ${MAX_PIXELS / 1_000_000} megapixels`)
  }
  try {
    const { data, info } = await sharp(file, {
      limitInputPixels: MAX_PIXELS,
      // `warning` would refuse what some phones write, e.g. odd SOS parameters.
      failOn: 'error',
    })
      .timeout({ seconds: MAX_SECONDS })
      .autoOrient()
      .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .toFormat(format, format === 'png' ? {} : { quality: QUALITY })
      .toBuffer({ resolveWithObject: true })
    return { bytes: data, format, width: info.width, height: info.height }
  } catch {
    throw new UnreadablePictureError('The image is damaged or incomplete')
  }
}

/** What a file begins with decides, before a decoder sees it. */
function formatOf(file: Buffer): PictureFormat | undefined {
  const start = file.toString('latin1', 0, 12)
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'webp'
  return undefined
}

async function readMetadata(file: Buffer): Promise<Metadata> {
  try {
    // Only the header is read, so the limit can wait until there is a number to tell.
    return await sharp(file, { limitInputPixels: false }).metadata()
  } catch {
    throw new UnreadablePictureError('The image is damaged or incomplete')
  }
}

/** libvips decodes SVG, GIF, TIFF, PDF and more by itself: each is attack surface that nobody needs. */
function allowOnlyOurFormats(): void {
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: [
      'VipsForeignLoadJpegBuffer',
      'VipsForeignLoadPngBuffer',
      'VipsForeignLoadWebpBuffer',
    ],
  })
  // Every image is another one.
  sharp.cache(false)
}
