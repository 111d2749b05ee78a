import sharp, { type Metadata } from 'sharp'
import { UnreadablePictureError, UnsupportedPictureError } from './errors.ts'
import { limitDecoderWork } from './limit-decoder-work.ts'
import { MAX_DECODED_BYTES, MAX_PIXELS, MAX_SIDE, MAX_STORED_SIDE } from './limits.ts'
import { detectFormat, type PictureFormat } from './picture-format.ts'

/** An image in the form that is stored: upright, scaled down, without metadata. */
export interface EncodedPicture {
  readonly bytes: Buffer
  readonly format: PictureFormat
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/**
 * The decoders of libvips for other formats. They only add attack surface. They are named one by one: to block all and
 * then unblock three would, for a moment, refuse the pictures that other threads of the process decode, as in the local stack.
 */
const OTHER_DECODERS =
  'Analyze Csv DcRaw Fits Heif Jp2k Jxl Magick Mat Matrix Nifti Nsgif OpenExr OpenSlide Pdf Ppm Rad Raw Svg Tiff Uhdr Vips'
sharp.block({ operation: OTHER_DECODERS.split(' ').map((name) => `VipsForeignLoad${name}`) })
// No cache, because no upload is decoded twice.
sharp.cache(false)

/** The quality of stored JPEG and WEBP images, from 1 to 100. */
const QUALITY = 85

/**
 * Decodes an upload and encodes it again in its own format: upright, in sRGB, scaled down to fit
 * into 1024 × 1024, neither cropped nor enlarged. Drops metadata, all frames but the first, and any
 * bytes after the image.
 *
 * sharp uses the library libvips. There is no timeout, because libvips would check it only between rows of its
 * output, and a decoder may work for a long time before the first row. Instead, limits on the file keep the work small.
 * @throws UnsupportedPictureError when the file is not a JPEG, PNG or WEBP.
 * @throws UnreadablePictureError when the file is damaged, truncated or beyond a limit.
 */
export async function encodePicture(file: Buffer): Promise<EncodedPicture> {
  const format = detectFormat(file)
  if (!format) throw new UnsupportedPictureError()
  const limited = limitDecoderWork(file, format)
  const metadata = await readMetadata(limited)
  requireSize(metadata)
  try {
    const { data, info } = await sharp(limited, {
      limitInputPixels: MAX_PIXELS,
      // `warning` would also refuse slightly wrong files that some phones write, e.g. with odd SOS parameters.
      failOn: 'error',
      ignoreIcc: hasPipeline(metadata),
    })
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

async function readMetadata(file: Buffer): Promise<Metadata> {
  try {
    // Reads only the header. The limit of sharp is off, so that `requireSize` checks ours and names it in the error.
    return await sharp(file, { limitInputPixels: false }).metadata()
  } catch {
    throw new UnreadablePictureError('The image is damaged or incomplete')
  }
}

function requireSize({ width, height, channels, depth }: Metadata): void {
  const pixels = width * height
  if (pixels > MAX_PIXELS) {
    throw new UnreadablePictureError(`Must have at most ${MAX_PIXELS / 1_000_000} megapixels`)
  }
  const bytesPerPixel = channels * (depth === 'uchar' ? 1 : 2)
  if (pixels * bytesPerPixel > MAX_DECODED_BYTES) {
    const most = MAX_DECODED_BYTES / bytesPerPixel / 1_000_000
    throw new UnreadablePictureError(
      `Must have at most ${most} megapixels at ${bytesPerPixel} bytes per pixel`,
    )
  }
  if (Math.max(width, height) > MAX_SIDE) {
    throw new UnreadablePictureError(`Must have at most ${MAX_SIDE} pixels per side`)
  }
}

/**
 * Whether the ICC colour profile has a pipeline (`multiProcessElementsType`). Such a profile is ignored: a pipeline
 * may have any number of steps, and each would be computed for thousands of colours. Cameras and editors embed
 * matrices and tables instead.
 */
function hasPipeline({ icc }: Metadata): boolean {
  return icc?.includes('mpet') ?? false
}
