import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { fileForm } from '../support/forms.ts'
import { plain } from '../support/images.ts'
import { expectError, expectSuccess } from '../support/responses.ts'
import { deployment, onlyLocally } from './deployment.ts'
import { anyAccount, openAccount, reading } from './people.ts'
import { storedPictures, upload, uploadForm } from './requests.ts'

const MAX_BYTES = 4 * 1024 * 1024

const jpeg = await plain(400, 400).jpeg().toBuffer()

describe('POST /users/profile-picture', () => {
  test('shows the picture to the world, and one that comes later in its place', async () => {
    const account = await openAccount()
    expect(expectSuccess(await upload(account, jpeg))).toEqual({
      filename: `profile_${account.id.slice(0, 8)}.jpg`,
      width: 400,
      height: 400,
      aspect_ratio: '1:1',
    })
    const [first] = await storedPictures(account)

    const webp = await plain(1600, 900).webp().toBuffer()
    expectSuccess(await upload(account, webp))
    const { profile_picture: picture } = expectSuccess(await account.call(reading))
    expect(picture).toMatchObject({ width: 1024, height: 576, aspect_ratio: '16:9' })
    expect(picture.url.startsWith(`${deployment.outputs.PicturesUrl}/`)).toBe(true)
    const served = await fetch(picture.url)
    expect(served.status).toBe(200)
    expect(served.headers.get('content-type')).toBe('image/webp')
    const { width, height } = await sharp(await served.arrayBuffer()).metadata()
    expect({ width, height }).toEqual({ width: 1024, height: 576 })
    const left = await storedPictures(account)
    expect(left).toHaveLength(1)
    expect(left).not.toContain(first)

    const society = await account.call({ method: 'GET', path: '/app/api/v1/user' })
    expect(society.body.user.picture).toBe(picture.url)
  })

  test('takes a PNG', async () => {
    const account = await openAccount()
    const png = await plain(120, 80).png().toBuffer()
    expect(expectSuccess(await upload(account, png)).aspect_ratio).toBe('3:2')
  })

  test.each([
    ['text', fileForm('just text'), 415, 1008],
    ['JSON', { contentType: 'application/json', body: Buffer.from('{}') }, 415, 1008],
    ['a form without the file', fileForm(jpeg, 'picture'), 422, 1006],
    ['half a picture', fileForm(jpeg.subarray(0, 200)), 422, 1006],
    ['more than 4 MB', fileForm(Buffer.alloc(MAX_BYTES + 1)), 413, 1007],
  ])('refuses %s', async (_, form, status, code) => {
    const account = await anyAccount()
    expectError(await uploadForm(account, form), status, code)
    expect(await storedPictures(account)).toEqual([])
  })

  test('takes thirty an hour, and refused files count', async (context) => {
    onlyLocally(context, 'reaches a cap')
    const account = await openAccount()
    const text = Buffer.from('just text')
    for (let i = 0; i < 30; i++) expectError(await upload(account, text), 415, 1008)
    const response = await upload(account, jpeg)
    expectError(response, 429, 1005)
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0)
  })

  test('refuses to be called without a token', async () => {
    expectError(await upload(deployment.driver, jpeg), 401, 1001)
  })
})
