import { once } from 'node:events'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runImport } from '../../../../infra/ops/import/run-import.ts'
import { register } from '../../../support/accounts.ts'
import { direct } from '../../../support/drivers.ts'
import { awsError, interrupted, withFault } from '../../../support/faults.ts'
import { plain } from '../../../support/images.ts'
import { shownPicture, storedKeys } from '../../../support/pictures.ts'
import { expectSuccess } from '../../../support/responses.ts'
import { itemsMentioning } from '../../../support/stack.ts'
import { fileOf, lineOf, logInWith, resultOf, rewrite } from './import-fixture.ts'

let jpeg: Buffer
let server: Server
let origin: string

beforeAll(async () => {
  jpeg = await plain(60, 40).withMetadata().jpeg().toBuffer()
  server = createServer(({ url }, response) => {
    if (url === '/gone.jpg') response.writeHead(404).end()
    else if (url === '/huge.jpg') response.end(Buffer.alloc(5 * 1024 * 1024, 1))
    else if (url === '/page.jpg') response.end('<html></html>')
    else response.end(jpeg)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})

/** A file of users in a new folder with the JPEG in `pictures/`. */
async function fileWithPictures(lines: readonly object[]): Promise<string> {
  const file = await fileOf(lines)
  const folder = join(dirname(file), 'pictures')
  await mkdir(folder)
  await writeFile(join(folder, 'asha.jpg'), jpeg)
  await symlink('/etc/hostname', join(folder, 'link.jpg'))
  return file
}

describe('the picture of a line', () => {
  test.each([
    ['a file', () => 'pictures/asha.jpg'],
    ['an address', () => `${origin}/asha.jpg`],
  ])('is shown at its URL, from %s', async (_, place) => {
    const line = lineOf({ picture: place() })
    const file = await fileWithPictures([line])
    const run = async () => (await runImport({ users: file, picturesFrom: [origin] })).users
    expect(await run()).toMatchObject({ imported: 1, failed: 0 })
    const { user } = expectSuccess(await logInWith(line.email))
    expect(user.profile_picture).toMatchObject({
      filename: `profile_${line.id.slice(0, 8)}.jpg`,
      width: 60,
      height: 40,
      aspect_ratio: '3:2',
    })
    const response = await fetch(user.profile_picture.url)
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    expect(Buffer.from(await response.arrayBuffer())).toEqual(await shownPicture(line))

    expect(await run()).toMatchObject({ unchanged: 1 })
    expect(await storedKeys(line)).toHaveLength(1)
  })

  test.each([
    ['There is no such file', () => 'pictures/nobody.jpg'],
    ['There is no such file', () => 'pictures'],
    ['Is outside of the folder of users', () => `${'../'.repeat(20)}etc/hostname`],
    ['Is outside of the folder of users', () => '/etc/hostname'],
    ['Is outside of the folder of users', () => 'pictures/link.jpg'],
    ['Its server responds with 404', () => `${origin}/gone.jpg`],
    ['Must have at most 4 MB', () => `${origin}/huge.jpg`],
    ['Unsupported media type. Expected a JPEG, PNG or WEBP image', () => `${origin}/page.jpg`],
    ['Cannot be downloaded', () => 'http://127.0.0.1:1/asha.jpg'],
  ])(
    'fails its line when it cannot be taken over, and nothing is stored: %s',
    async (reason, place) => {
      const [line, other] = [lineOf({ picture: place() }), lineOf()]
      const file = await fileWithPictures([line, other])
      await runImport({ users: file, picturesFrom: [origin, 'http://127.0.0.1:1'] })
      expect(await resultOf(file, 'failed')).toEqual([{ line: 1, reason: `picture: ${reason}` }])
      expect(await itemsMentioning(line.id)).toEqual([])
      expect(await storedKeys(line)).toEqual([])
      expect(await itemsMentioning(other.id)).toHaveLength(3)
    },
  )

  test.each([
    ['no origin is', []],
    ['only another scheme, port and host are', ['https', 'port', 'host']],
  ])('is not downloaded when %s named by the operator', async (_, others) => {
    const { hostname, port } = new URL(origin)
    const named = {
      https: `https://${hostname}:${port}`,
      port: `http://${hostname}:1`,
      host: `http://localhost:${port}`,
    }
    let requests = 0
    server.once('request', () => (requests += 1))
    const file = await fileWithPictures([lineOf({ picture: `${origin}/asha.jpg` })])
    const picturesFrom = others.map((name) => named[name as keyof typeof named])
    await runImport({ users: file, picturesFrom })
    const reason = 'picture: Its origin is not among those of --pictures-from'
    expect(await resultOf(file, 'failed')).toEqual([{ line: 1, reason }])
    expect(requests).toBe(0)
  })

  test('is not stored for a line whose address another account has, also meanwhile', async () => {
    const [taken, lost] = [
      lineOf({ picture: 'pictures/asha.jpg' }),
      lineOf({ picture: 'pictures/asha.jpg' }),
    ]
    await register(direct, { email: taken.email })
    const file = await fileWithPictures([taken, lost])
    const registration = () => register(direct, { email: lost.email })
    await interrupted('TransactWriteItemsCommand', registration, () => runImport({ users: file }))
    expect(await resultOf(file, 'failed')).toHaveLength(2)
    for (const line of [taken, lost]) expect(await storedKeys(line)).toEqual([])
  })

  test('ends the import when AWS refuses to store it, and is not reported as an error of its line', async () => {
    const file = await fileWithPictures([lineOf({ picture: 'pictures/asha.jpg' })])
    const fault = { command: 'PutObjectCommand', error: awsError('AccessDenied') }
    await expect(withFault(fault, () => runImport({ users: file }))).rejects.toThrow('AccessDenied')
  })

  test('is the same object when an interrupted import continues', async () => {
    const line = lineOf({ picture: 'pictures/asha.jpg' })
    const file = await fileWithPictures([line])
    const fault = { command: 'TransactWriteItemsCommand', error: awsError('AccessDeniedException') }
    await expect(withFault(fault, () => runImport({ users: file }))).rejects.toThrow()
    expect(await storedKeys(line)).toHaveLength(1)
    await runImport({ users: file })
    await shownPicture(line)
  })

  test('stays when its user logs in while a changed line of the account is imported', async () => {
    const line = lineOf({ picture: 'pictures/asha.jpg' })
    const file = await fileWithPictures([line])
    await runImport({ users: file })
    await rewrite(file, [{ ...line, points: 41 }])
    const login = () => logInWith(line.email)
    await interrupted('TransactWriteItemsCommand', login, () => runImport({ users: file }))
    expect(await resultOf(file, 'failed')).toHaveLength(1)
    await shownPicture(line)
  })

  test('is replaced by that of a changed line', async () => {
    const line = lineOf({ picture: 'pictures/asha.jpg' })
    const file = await fileWithPictures([line])
    await runImport({ users: file })
    const [before] = await storedKeys(line)
    await writeFile(join(dirname(file), 'pictures/new.png'), await plain(8, 8).png().toBuffer())
    await rewrite(file, [{ ...line, picture: 'pictures/new.png' }])
    expect((await runImport({ users: file })).users).toMatchObject({ updated: 1 })
    await shownPicture(line)
    expect(await storedKeys(line)).not.toContain(before)
  })

  test('is checked by a dry run, and not stored', async () => {
    const [good, bad] = [
      lineOf({ picture: 'pictures/asha.jpg' }),
      lineOf({ picture: 'nobody.jpg' }),
    ]
    const file = await fileWithPictures([good, bad])
    const { failures } = await runImport({ users: file, isDryRun: true })
    expect(failures).toEqual([{ file, line: 2, reason: 'picture: There is no such file' }])
    expect(await storedKeys(good)).toEqual([])
  })
})
