import { beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../support/accounts.ts'
import { drivers } from '../../support/drivers.ts'
import { concat, fileForm } from '../../support/forms.ts'
import { FRAMES, hostileJpeg } from '../../support/hostile-pictures/jpeg.ts'
import { writePng } from '../../support/hostile-pictures/png.ts'
import { animatedWebp } from '../../support/hostile-pictures/webp.ts'
import { blackPng, lyingJpeg, lyingWebp, noise, plain } from '../../support/images.ts'
import { openAccount } from '../../support/open-account.ts'
import { storedKeys, storedPicture, upload, uploadForm } from '../../support/pictures.ts'
import { expectError } from '../../support/responses.ts'

const jpeg = await noise(200, 100).jpeg().toBuffer()
const png = await noise(200, 100).png().toBuffer()
const webp = await noise(200, 100).webp().toBuffer()
const gif = await plain(20, 20).gif().toBuffer()
const bytes = (text: string) => Buffer.from(text, 'latin1')
const SIZE = { width: 64, height: 48 }
const blackRgba = (side: number) =>
  writePng({ width: 1, height: 1, colourType: 6, declared: { width: side, height: side } })
const part = (image: Buffer, share: number) => image.subarray(0, image.length * share)

const unsupported: [string, Buffer][] = [
  ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
  ['SVG after an XML declaration', bytes('<?xml version="1.0"?><svg width="9" height="9"/>')],
  ['GIF', gif],
  ['GIF with a JPEG after it', concat(gif, jpeg)],
  ['TIFF', await plain(20, 20).tiff().toBuffer()],
  ['AVIF', await plain(20, 20).avif().toBuffer()],
  ['HEIC', bytes('\0\0\0\x18ftypheic\0\0\0\0mif1heic')],
  ['BMP', bytes('BM\x46\0\0\0\0\0\0\0\x36\0\0\0')],
  ['JPEG 2000', bytes('\0\0\0\x0cjP  \r\n\x87\n')],
  ['PDF', bytes('%PDF-1.7\n%%EOF')],
  ['HTML', bytes('<!doctype html><script>alert(1)</script>')],
  ['ZIP', bytes('PK\x03\x04\x14\0\0\0')],
  ['MVG', bytes('push graphic-context\nviewbox 0 0 9 9\npop graphic-context')],
  ['a WAVE file, a RIFF like WEBP', bytes('RIFF\x24\0\0\0WAVEfmt ')],
  ['text', bytes('me.jpg')],
  ['a space', bytes(' ')],
  ['a JPEG after a space', concat(' ', jpeg)],
  ['two bytes of a JPEG', jpeg.subarray(0, 2)],
]

const unreadable: [string, Buffer, string][] = [
  ['the signature of a JPEG', bytes('\xff\xd8\xff'), 'damaged'],
  ['a script after the signature of a JPEG', bytes('\xff\xd8\xff<script>'), 'damaged'],
  ['the signature of a PNG', bytes('\x89PNG\r\n\x1a\n'), 'damaged'],
  ['the signature of a WEBP', bytes('RIFF\0\0\0\0WEBP'), 'damaged'],
  ['a third of a JPEG', part(jpeg, 0.3), 'damaged'],
  ['most of a JPEG', part(jpeg, 0.95), 'damaged'],
  ['a third of a PNG', part(png, 0.3), 'damaged'],
  ['most of a PNG', part(png, 0.95), 'damaged'],
  ['a third of a WEBP', part(webp, 0.3), 'damaged'],
  ['most of a WEBP', part(webp, 0.95), 'damaged'],
  ['a PNG with 16,000 pixels a side', blackPng(16_000, 16_000), 'at most 50 megapixels'],
  [
    'a PNG with fewer rows than its header declares',
    blackPng(90, 90, { width: 90, height: 900 }),
    'damaged',
  ],
  [
    'a PNG that declares a width of 2^31 - 1',
    blackPng(9, 9, { width: 2 ** 31 - 1, height: 9 }),
    'damaged',
  ],
  ['a PNG without pixels', blackPng(9, 9, { width: 0, height: 0 }), 'damaged'],
  ['a PNG with a wrong checksum', png.with(29, (png[29] ?? 0) ^ 1) as Buffer, 'damaged'],
  ['a JPEG that declares 65,000 pixels a side', await lyingJpeg(65_000, 65_000), 'megapixels'],
  ['a WEBP that declares 16,384 pixels a side', lyingWebp(), 'damaged'],
  ['a JPEG of 10,001 scans', hostileJpeg({ ...SIZE, scans: 10_001 }), 'at most 24 scans'],
  ['an arithmetic JPEG', hostileJpeg({ ...SIZE, scans: 2, frame: FRAMES.arithmetic }), 'Huffman'],
  ['a WEBP of 80,000 frames', animatedWebp(80_000), 'at most 2000 frames'],
  ['a PNG of 49 megapixels in a row', writePng({ width: 49e6, height: 1 }), 'pixels per side'],
  ['a PNG of 49 megapixels at 4 bytes', blackRgba(7000), 'at most 37.5 megapixels'],
]

describe.each(drivers)('POST /users/profile-picture over $name', (driver) => {
  let account: Account
  beforeEach(async () => {
    account = await openAccount(driver)
  })
  const expectNothingStored = async () => {
    expect(await storedKeys(account)).toEqual([])
    expect(await storedPicture(account)).toBeUndefined()
  }

  test.each(unsupported)('refuses %s as an unsupported format', async (_, file) => {
    const { message } = expectError(await upload(account, file), 415, 1008)
    expect(message).toBe('Unsupported media type. Expected a JPEG, PNG or WEBP image')
    await expectNothingStored()
  })

  test.each(unreadable)('refuses %s as unreadable', async (_, file, reason) => {
    const { details } = expectError(await upload(account, Buffer.from(file)), 422, 1006)
    expect(details).toEqual([{ path: 'file', message: expect.stringContaining(reason) }])
    await expectNothingStored()
  })

  test('refuses an empty file', async () => {
    const { details } = expectError(await upload(account, Buffer.alloc(0)), 422, 1006)
    expect(details).toEqual([{ path: 'file', message: 'Must not be empty' }])
    await expectNothingStored()
  })

  test('trusts neither the filename nor the content type', async () => {
    const form = fileForm(gif, 'file', 'me.png')
    expectError(await uploadForm(account, form), 415, 1008)
    await expectNothingStored()
  })
})
