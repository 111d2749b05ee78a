import sharp from 'sharp'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../support/accounts.ts'
import { drivers } from '../../support/drivers.ts'
import { concat, fileForm } from '../../support/forms.ts'
import { compressedText, pngChunk, writePng } from '../../support/hostile-pictures/png.ts'
import {
  blackPng,
  noise,
  plain,
  QUARTERS,
  quarters,
  quartersOf,
  turned,
} from '../../support/images.ts'
import { openAccount } from '../../support/open-account.ts'
import { shownPicture, upload, uploadForm } from '../../support/pictures.ts'
import { expectSuccess } from '../../support/responses.ts'

const secret = 'SECRET-PLACE'
const tagged = await plain(60, 40)
  .withExif({
    IFD0: { Copyright: secret, ImageDescription: secret },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100', GPSMapDatum: secret },
  })
  .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>${secret}</a></x:xmpmeta>`)
  .withIccProfile('p3')
  .jpeg()
  .toBuffer()

const photo = noise(300, 200).resize(900, 600)
const progressive = { progressive: true }
const frames = await Promise.all([1, 2, 3].map((size) => noise(60, 40).blur(size).png().toBuffer()))
const frameOf = (sequence: number) =>
  Buffer.from([0, 0, 0, sequence, ...new Array<number>(22).fill(0)])
const encoders: [string, Buffer][] = [
  ['libjpeg', await photo.clone().jpeg().toBuffer()],
  ['libjpeg, progressive', await photo.clone().jpeg(progressive).toBuffer()],
  [
    'libjpeg, progressive, 4:4:4',
    await photo
      .clone()
      .jpeg({ ...progressive, chromaSubsampling: '4:4:4' })
      .toBuffer(),
  ],
  ['libjpeg, progressive, grey', await photo.clone().greyscale().jpeg(progressive).toBuffer()],
  [
    'libjpeg, progressive, CMYK',
    await photo.clone().toColourspace('cmyk').jpeg(progressive).toBuffer(),
  ],
  ['mozjpeg', await photo.clone().jpeg({ mozjpeg: true }).toBuffer()],
  [
    'a phone: 50 megapixels, progressive',
    await noise(680, 510)
      .resize(8160, 6120)
      .jpeg({ ...progressive, quality: 20 })
      .toBuffer(),
  ],
  ['a phone: Display P3', await photo.clone().withIccProfile('p3').jpeg().toBuffer()],
  [
    'libpng, interlaced, 16 bits',
    await photo.clone().toColourspace('rgb16').png(progressive).toBuffer(),
  ],
  [
    'an editor: PNG with 40 texts',
    writePng({ width: 60, height: 40, before: new Array(40).fill(compressedText('iTXt', 1000)) }),
  ],
  [
    'apngasm',
    writePng({
      width: 60,
      height: 40,
      before: [pngChunk('acTL', Buffer.alloc(8, 1)), pngChunk('fcTL', frameOf(0))],
      after: [pngChunk('fcTL', frameOf(1)), pngChunk('fdAT', Buffer.alloc(40))],
    }),
  ],
  [
    'libwebp, animated',
    await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer(),
  ],
  [
    'libwebp, near-lossless with alpha',
    await photo.clone().ensureAlpha(0.5).webp({ nearLossless: true }).toBuffer(),
  ],
]

describe.each(drivers)('a picture over $name', (driver) => {
  let account: Account
  beforeEach(async () => {
    account = await openAccount(driver)
  })
  /** Uploads a file. Returns the response's data and the stored image. */
  const store = async (file: Buffer) => {
    const data = expectSuccess(await upload(account, file))
    const image = await shownPicture(account)
    return { data, image, metadata: await sharp(image).metadata() }
  }

  test.each([
    ['jpeg', 'jpg'],
    ['png', 'png'],
    ['webp', 'webp'],
  ] as const)('stays a %s, whatever its filename and content type', async (format, extension) => {
    const file = await plain(32, 24).toFormat(format).toBuffer()
    const data = expectSuccess(await uploadForm(account, fileForm(file, 'file', 'me.svg')))
    expect(data.filename).toBe(`profile_${account.id.slice(0, 8)}.${extension}`)
    const metadata = await sharp(await shownPicture(account)).metadata()
    expect(metadata).toMatchObject({ format, width: 32, height: 24 })
  })

  test.each([
    [400, 300, 400, 300, '4:3'],
    [1, 1, 1, 1, '1:1'],
    [17, 13, 17, 13, '17:13'],
    [1024, 1024, 1024, 1024, '1:1'],
    [1025, 10, 1024, 10, '512:5'],
    [4000, 3000, 1024, 768, '4:3'],
    [3000, 4000, 768, 1024, '3:4'],
    [3000, 1, 1024, 1, '1024:1'],
  ])('of %i × %i is stored as %i × %i', async (width, height, toWidth, toHeight, ratio) => {
    const { data, metadata } = await store(await plain(width, height).jpeg().toBuffer())
    expect(data).toMatchObject({ width: toWidth, height: toHeight, aspect_ratio: ratio })
    expect(metadata).toMatchObject({ width: toWidth, height: toHeight })
  })

  test('may have nearly 50 megapixels', async () => {
    const { data } = await store(blackPng(7000, 7000))
    expect(data).toMatchObject({ width: 1024, height: 1024 })
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'of EXIF orientation %i is stored upright',
    async (orientation) => {
      const { data, image, metadata } = await store(await turned(orientation))
      expect(data).toMatchObject({ width: 60, height: 40, aspect_ratio: '3:2' })
      expect(metadata.orientation).toBeUndefined()
      expect(await quartersOf(image)).toEqual(QUARTERS)
    },
  )

  test('loses its EXIF, XMP, IPTC and ICC metadata', async () => {
    expect((await sharp(tagged).metadata()).exif).toBeDefined()
    expect(tagged.includes(secret)).toBe(true)
    const { image, metadata } = await store(tagged)
    expect(image.includes(secret)).toBe(false)
    for (const kind of ['exif', 'xmp', 'iptc', 'icc', 'comments'] as const) {
      expect(metadata[kind]).toBeUndefined()
    }
  })

  test.each([
    ['HTML', '<html><script>alert(1)</script></html>'],
    ['a ZIP archive', 'PK\x03\x04 alert(1) PK\x05\x06'],
  ])('loses %s after its end', async (_, tail) => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const { image } = await store(concat(await plain(32, 24).toFormat(format).toBuffer(), tail))
      expect(image.includes('alert')).toBe(false)
    }
  })

  test('in CMYK becomes RGB', async () => {
    const cmyk = await (await quarters()).toColourspace('cmyk').jpeg().toBuffer()
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk')
    const { image, metadata } = await store(cmyk)
    expect(metadata.space).toBe('srgb')
    // The green of sRGB is outside of the CMYK gamut.
    const [red, , blue, white] = QUARTERS
    expect(await quartersOf(image)).toEqual([red, expect.anything(), blue, white])
  })

  test('of 16 bits a channel is stored with 8, and keeps its alpha channel', async () => {
    const deep = await sharp({ create: { width: 9, height: 9, channels: 4, background: '#3390' } })
      .toColourspace('rgb16')
      .png()
      .toBuffer()
    expect((await sharp(deep).metadata()).depth).toBe('ushort')
    const { metadata } = await store(deep)
    expect(metadata).toMatchObject({ depth: 'uchar', channels: 4, space: 'srgb' })
  })

  test.each(encoders)('of %s is accepted', async (_, file) => {
    await store(file)
  })

  test('that is animated keeps only its first frame', async () => {
    const frames = [await (await quarters()).toBuffer(), await noise(60, 40).png().toBuffer()]
    const animated = await sharp(frames, { join: { animated: true } })
      .webp({ lossless: true })
      .toBuffer()
    expect((await sharp(animated, { animated: true }).metadata()).pages).toBe(2)
    const { data, image, metadata } = await store(animated)
    expect(data).toMatchObject({ width: 60, height: 40 })
    expect(metadata.pages).toBeUndefined()
    expect(await quartersOf(image)).toEqual(QUARTERS)
  })

  test('with the odd SOS parameters of some phones is accepted', async () => {
    const jpeg = await plain(32, 24).jpeg().toBuffer()
    const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]))
    // The end of the spectral selection, which must be 63 in a sequential JPEG.
    jpeg[scan + 4 + 7 + 1] = 0
    await expect(sharp(jpeg, { failOn: 'warning' }).toBuffer()).rejects.toThrow('Invalid SOS')
    await store(jpeg)
  })
})
