import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { networkAddress } from '../../../infra/local/http/network-address.ts'
import { describeNetwork, readExposure } from '../../../infra/start/network.ts'
import { type LocalUserApi, startUserApi } from '../../../infra/start/start-user-api.ts'
import { type Account, register } from '../../support/accounts.ts'
import { assemblyOf } from '../../support/assemblies.ts'
import { fileForm } from '../../support/forms.ts'
import { httpTo } from '../../support/http-driver.ts'
import { plain } from '../../support/images.ts'
import { listeningPorts } from '../../support/listening-ports.ts'
import { freshPhone } from '../../support/phones.ts'
import { expectSuccess } from '../../support/responses.ts'

const ME = { method: 'GET', path: '/auth/me' }

describe('HOST', () => {
  test('of 0.0.0.0 opens the API, with another key at each start', () => {
    const [first, second] = [readExposure('0.0.0.0'), readExposure('0.0.0.0')]
    expect(first).toEqual({ apiHost: '0.0.0.0', sharedKey: expect.stringMatching(/^[\w-]{22}$/) })
    expect(second.sharedKey).not.toBe(first.sharedKey)
  })

  test.each([undefined, '', '127.0.0.1', 'my-laptop', '192.168.1.5', '::'])(
    'of %s leaves it on this machine, without a key',
    (host) => {
      expect(readExposure(host)).toEqual({ apiHost: '127.0.0.1' })
    },
  )
})

test('the start warns, and prints the URLs and a QR code', () => {
  const text = describeNetwork('http://192.168.1.5:3000', 'the-key')
  expect(text).toContain('Everyone in this network can call the API.')
  expect(text).toContain('http://192.168.1.5:3000/_local/sms?key=the-key')
  expect(text).toMatch(/[█▀▄ ]{20,}\n[█▀▄ ]{20,}/)
})

// A separate stack, because it listens on all addresses. This machine's own address stands for a phone's.
describe.runIf(networkAddress())('a stack that is open to the network', () => {
  const sharedKey = 'the-key'
  let stack: LocalUserApi
  let account: Account
  beforeAll(async () => {
    stack = await startUserApi({
      assembly: await assemblyOf('local'),
      apiHost: '0.0.0.0',
      sharedKey,
    })
    account = await register(httpTo(stack.publicUrl))
    const { contentType, body } = fileForm(await plain(20, 20).jpeg().toBuffer())
    const headers = { 'content-type': contentType }
    expectSuccess(
      await account.call({ method: 'POST', path: '/users/profile-picture', headers, body }),
    )
  })
  afterAll(async () => {
    await stack?.stop()
  })

  test('is reached at the address of this machine', async () => {
    const port = new URL(stack.apiUrl).port
    expect(stack.publicUrl).toBe(`http://${networkAddress()}:${port}`)
    expect(expectSuccess(await account.call(ME))).toMatchObject({ email: account.email })
  })

  test('serves pictures at the same port and address', async () => {
    const { profile_picture: picture } = expectSuccess(await account.call(ME))
    expect(picture.url).toMatch(new RegExp(`^${stack.publicUrl}/_cdn/`))
    const response = await fetch(picture.url)
    expect(response.headers.get('content-type')).toBe('image/jpeg')
  })

  test.each(['127.0.0.1:3000', '10.0.2.2:3000'])(
    'names pictures by the host that the client used: %s',
    async (host) => {
      const headers = { host, authorization: `Bearer ${account.token}` }
      const sent = request(`${stack.apiUrl}/auth/me`, { headers }).end()
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      const { data } = (await json(response)) as { data: { profile_picture: { url: string } } }
      const { host: named, pathname } = new URL(data.profile_picture.url)
      expect(named).toBe(host)
      expect((await fetch(`${stack.apiUrl}${pathname}`)).status).toBe(200)
    },
  )

  test('keeps the console on this machine', async () => {
    for (const path of ['/_local', '/_local/sms', '/_local/demo-account', '/_local/events']) {
      expect((await fetch(`${stack.publicUrl}${path}`)).status).toBe(403)
    }
    expect((await fetch(`${stack.apiUrl}/_local`)).status).toBe(200)
  })

  test('gives an OTP to a test with the key, on any device and origin', async () => {
    const value = freshPhone()
    const body = { phone_number: { code: '+91', value } }
    expectSuccess(await account.call({ method: 'POST', path: '/users/send-phone-otp', body }))
    const response = await fetch(`${stack.publicUrl}/_local/sms?key=${sharedKey}`, {
      headers: { origin: 'https://app.example' },
    })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const { messages } = (await response.json()) as { messages: { to: string; body: string }[] }
    const [sms] = messages.filter(({ to }) => to === `+91${value}`)
    expect(sms?.body).toMatch(/\d{6}/)
  })

  test.skipIf(process.platform !== 'linux')(
    'opens no other port but DynamoDB Local’s (reads /proc: Linux only)',
    () => {
      const apiPort = Number(new URL(stack.apiUrl).port)
      const open = listeningPorts().filter(({ isLoopback }) => !isLoopback)
      expect(open).toContainEqual({ port: apiPort, isLoopback: false })
      expect(open.length).toBeLessThanOrEqual(2)
      const { AwsEndpointUrl = '' } = stack.outputs
      const endpoint = { port: Number(new URL(AwsEndpointUrl).port), isLoopback: true }
      expect(listeningPorts()).toContainEqual(endpoint)
    },
  )
})
