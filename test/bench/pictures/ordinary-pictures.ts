import { noise } from '../../support/images.ts'

type Write = () => Promise<Buffer>

/** A picture as a camera takes it, with details that are some pixels large. */
const photo = (width: number, height: number, details = 3) =>
  noise(Math.ceil(width / details), Math.ceil(height / details)).resize(width, height)

/** The row that all others are compared with. */
export const REFERENCE = 'JPEG photo of 12 MP'

/** Files as cameras and editors write them, each of at most 4 MB. */
export const ordinaryPictures: Readonly<Record<string, Write>> = {
  [REFERENCE]: () => photo(4000, 3000).jpeg({ quality: 70 }).toBuffer(),
  'JPEG photo of 12 MP, progressive': () =>
    photo(4000, 3000).jpeg({ quality: 70, progressive: true }).toBuffer(),
  'JPEG photo of 50 MP, progressive': () =>
    photo(8160, 6120, 12).jpeg({ quality: 20, progressive: true }).toBuffer(),
  'JPEG photo of 12 MP, CMYK, mozjpeg': () =>
    photo(4000, 3000, 12).toColourspace('cmyk').jpeg({ quality: 30, mozjpeg: true }).toBuffer(),
  'WEBP photo of 12 MP': () => photo(4000, 3000).webp({ quality: 50, effort: 0 }).toBuffer(),
  'PNG photo of 1.4 MP': () => photo(1350, 1000).png().toBuffer(),
}
