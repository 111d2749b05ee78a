import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createAwsClient } from '../../../infra/local/endpoint/aws-client.ts'
import { type LocalUserApi, startUserApi } from '../../../infra/start/start-user-api.ts'
import { type Account, register } from '../../support/accounts.ts'
import { assemblyOf } from '../../support/assemblies.ts'
import { fileForm } from '../../support/forms.ts'
import { httpTo } from '../../support/http-driver.ts'
import { plain } from '../../support/images.ts'
import { listeningPorts } from '../../support/listening-ports.ts'
import { expectSuccess } from '../../support/responses.ts'

// A separate stack with its own DynamoDB Local, because these tests list its ports and move the clock of its CDN.
let stack: LocalUserApi
let movedMs = 0

beforeAll(async () => {
  vi.stubEnv('DYNAMODB_ENDPOINT', '')
  stack = await startUserApi({
    assembly: await assemblyOf('local'),
    now: () => Date.now() + movedMs,
  })
})
afterAll(async () => {
  await stack.stop()
  vi.unstubAllEnvs()
})

test.skipIf(process.platform !== 'linux')(
  'its ports are on loopback or show a stranger no table (reads /proc: Linux only)',
  async () => {
    const ports = listeningPorts()
    const urls = [stack.apiUrl, stack.outputs.AwsEndpointUrl, stack.outputs.PicturesUrl]
    for (const url of urls) {
      const port = Number(new URL(url ?? '').port)
      expect(ports).toContainEqual({ port, isLoopback: true })
    }
    const open = ports.filter(({ isLoopback }) => !isLoopback)
    // DynamoDB Local, which has no option for an address.
    expect(open.length).toBeGreaterThan(0)
    for (const { port } of open) {
      for (const accessKeyId of ['local', 'stranger', stack.functions[0]?.accessKeyId ?? '']) {
        for (const region of ['local', stack.region]) {
          const options = { endpointUrl: `http://127.0.0.1:${port}`, region, accessKeyId }
          const listed = await createAwsClient(options)('DynamoDB_20120810.ListTables', {})
          expect(listed, `port ${port}`).toEqual({ TableNames: [] })
        }
      }
    }
  },
)

describe('a copy of a picture at the edge', () => {
  const HALF_AN_HOUR_MS = 1_800_000

  async function upload({ call }: Account): Promise<void> {
    const { contentType, body } = fileForm(await plain(20, 20).jpeg().toBuffer())
    const headers = { 'content-type': contentType }
    expectSuccess(await call({ method: 'POST', path: '/users/profile-picture', headers, body }))
  }

  test.each([
    ['replaced', upload],
    ['deleted with its account', ({ call }: Account) => call({ method: 'DELETE', path: '/users' })],
  ])('is gone an hour after the picture was %s', async (_, erase) => {
    const account = await register(httpTo(stack.apiUrl))
    await upload(account)
    const { profile_picture: picture } = expectSuccess(
      await account.call({ method: 'GET', path: '/auth/me' }),
    )
    const status = async (url: string) => (await fetch(url)).status
    expect(await status(picture.url)).toBe(200)
    await erase(account)
    // A request for a part reaches the bucket.
    const part = { headers: { range: 'bytes=0-1' } }
    const inBucket = async () => (await fetch(picture.url, part)).status
    await expect.poll(inBucket).toBe(403)

    movedMs += HALF_AN_HOUR_MS
    expect(await status(picture.url)).toBe(200)
    movedMs += HALF_AN_HOUR_MS
    expect(await status(picture.url)).toBe(403)
  })
})
