import { describe, expect, test } from 'vitest'
import { clients } from '../../shared/http/multipart-clients.ts'
import { callAs, logIn } from '../../support/accounts.ts'
import { drivers } from '../../support/drivers.ts'
import { fileForm } from '../../support/forms.ts'
import { noise, plain } from '../../support/images.ts'
import { openAccount } from '../../support/open-account.ts'
import {
  shownPicture,
  storedKeys,
  storedObject,
  storedPicture,
  upload,
  uploadForm,
} from '../../support/pictures.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { stack } from '../../support/stack.ts'

const jpeg = await plain(400, 400).jpeg().toBuffer()
const png = await plain(120, 80).png().toBuffer()

describe.each(drivers)('POST /users/profile-picture over $name', (driver) => {
  test('responds as in the example of the document', async () => {
    const account = await openAccount(driver)
    expect(expectSuccess(await upload(account, jpeg))).toEqual({
      filename: `profile_${account.id.slice(0, 8)}.jpg`,
      width: 400,
      height: 400,
      aspect_ratio: '1:1',
    })
  })

  test('stores the image under a random key, cacheable for an hour', async () => {
    const account = await openAccount(driver)
    await upload(account, png)
    const { key = '' } = (await storedPicture(account)) ?? {}
    expect(key).toMatch(new RegExp(`^${account.id}/[0-9a-f]{32}\\.png$`))
    const { bytes, ...head } = await storedObject(key)
    expect(head).toMatchObject({
      ContentType: 'image/png',
      CacheControl: 'public, max-age=3600',
    })
    const served = await fetch(`${stack.picturesUrl}/${key}`)
    expect(Buffer.from(await served.arrayBuffer())).toEqual(bytes)
    expect(served.headers.get('content-type')).toBe('image/png')
  })

  test('shows the picture in every response that has a profile', async () => {
    const account = await openAccount(driver)
    const uploaded = expectSuccess(await upload(account, png))
    const { key } = (await storedPicture(account)) ?? {}
    const url = `${stack.picturesUrl}/${key}`

    const call = (method: string, path: string, body?: object) =>
      account.call({ method, path, body })
    const me = expectSuccess(await call('GET', '/auth/me'))
    expect(me.profile_picture).toEqual({ url, ...uploaded, aspect_ratio: '3:2' })
    expect(me.updated_at).toBeGreaterThan(me.created_at)
    const info = expectSuccess(await call('PATCH', '/users/info', { attempt_number: 1 }))
    expect(info.profile_picture).toEqual(me.profile_picture)
    const { user } = expectSuccess(await logIn(driver, account))
    expect(user.profile_picture).toEqual(me.profile_picture)

    const portal = '/app/api/v1/user'
    expect((await call('GET', portal)).body.user.picture).toBe(url)
    const change = { user: { password: account.password, major: 'Chess' } }
    expect((await call('PATCH', portal, change)).body.user).toMatchObject({
      picture: url,
      major: 'Chess',
    })
  })

  test('replaces a picture and removes the old one', async () => {
    const account = await openAccount(driver)
    await upload(account, jpeg)
    const [first] = await storedKeys(account)
    expectSuccess(await upload(account, png))
    await shownPicture(account)
    expect(await storedKeys(account)).not.toContain(first)
    expect((await storedPicture(account))?.key).toMatch(/\.png$/)
  })

  test('does not change the pictures of other users', async () => {
    const [account, other] = [await openAccount(driver), await openAccount(driver)]
    await upload(other, jpeg)
    const before = await shownPicture(other)
    await upload(account, png)
    await upload(account, jpeg)
    expect(await shownPicture(other)).toEqual(before)
  })

  test.each(clients)('accepts the form of $name', async ({ form }) => {
    const account = await openAccount(driver)
    expectSuccess(await uploadForm(account, await form(png)))
  })

  test('refuses a file part of plain text', async () => {
    const account = await openAccount(driver)
    const { contentType, body } = fileForm('just text')
    expectError(await uploadForm(account, { contentType, body: body.toString() }), 415, 1008)
  })

  test('accepts 4 MB and refuses one byte more', async () => {
    const account = await openAccount(driver)
    const image = await noise(1024, 1024).png().toBuffer()
    const max = 4 * 1024 * 1024
    // Bytes after the image are not decoded, but count.
    const fill = (size: number) => Buffer.concat([image, Buffer.alloc(size - image.length)])
    expectSuccess(await upload(account, fill(max)))
    const { message } = expectError(await upload(account, fill(max + 1)), 413, 1007)
    expect(message).toBe('The file must have at most 4194304 bytes')
  })

  test.each([
    ['JSON', { contentType: 'application/json', body: '{}' }, 415, 1008],
    ['no file', fileForm(jpeg, 'picture'), 422, 1006],
    ['a form without an end', { ...fileForm(''), body: 'x' }, 422, 1006],
  ])('refuses %s', async (_, form, status, code) => {
    const account = await openAccount(driver)
    expectError(await uploadForm(account, form), status, code)
    expect(await storedPicture(account)).toBeUndefined()
  })

  test('does not validate the form of an unauthenticated request', async () => {
    const account = await openAccount(driver)
    await account.call({ method: 'POST', path: '/auth/logout' })
    for (const client of [account, { call: driver.call }, { call: callAs(driver, 'ua_x') }]) {
      for (const form of [
        fileForm(jpeg),
        fileForm('text'),
        fileForm(Buffer.alloc(5_000_000)),
        { contentType: 'text/plain', body: 'x' },
      ]) {
        // A larger body never reaches the function, which checks the token.
        if (form.body.length < 4_500_000) expectError(await uploadForm(client, form), 401, 1001)
      }
    }
    expect(await storedKeys(account)).toEqual([])
  })
})
