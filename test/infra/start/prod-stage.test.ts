import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type LocalUserApi, startUserApi } from '../../../infra/start/start-user-api.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import { freshEmail } from '../../support/accounts.ts'
import { assemblyOf } from '../../support/assemblies.ts'
import { httpTo } from '../../support/http-driver.ts'
import { operatorAt } from '../../support/operator.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'

// Runs the template of prod: CloudFront in front, aliases behind the routes.
let prod: LocalUserApi
/** The API behind the edge: execute-api on AWS. */
let apiUrl: string

beforeAll(async () => {
  const assembly = await assemblyOf('prod')
  prod = await startUserApi({ assembly, stackName: 'user-api-prod' })
  apiUrl = prod.apiUrl
})
afterAll(async () => {
  await prod?.stop()
})

const edgeUrl = () => prod.outputs.ApiUrl ?? ''
const registration = () => ({
  email: freshEmail(),
  password: 'quiet-lamp-45',
  name: { first_name: 'John', last_name: 'Smith' },
})

describe('the API of prod', () => {
  test('is served through CloudFront, by the aliases of its functions', async () => {
    const body = registration()
    const edge = httpTo(edgeUrl())
    const registered = await edge.call({ method: 'POST', path: '/auth/register', body })
    const { access_token } = expectSuccess(registered, 201)
    const headers = { authorization: `Bearer ${access_token}` }
    const me = await edge.call({ method: 'GET', path: '/auth/me', headers })
    expect(expectSuccess(me)).toMatchObject({ email: body.email })
  })

  test.each([
    ['GET', '/auth/me'],
    ['POST', '/auth/login'],
    ['GET', '/nothing'],
  ])('responds with 404 to a request that bypasses CloudFront: %s %s', async (method, path) => {
    const headers = { 'x-origin-secret': 'guessed' }
    for (const given of [{}, headers]) {
      expectError(await httpTo(apiUrl).call({ method, path, headers: given }), 404, 1003)
    }
  })

  test('counts attempts by the address that CloudFront saw, whatever the client sends', async () => {
    const email = freshEmail()
    const statuses: number[] = []
    for (let attempt = 0; attempt < 11; attempt++) {
      const headers = { 'x-viewer-address': `198.51.100.${attempt}`, 'x-origin-secret': 'mine' }
      const body = { email, password: 'wrong-password' }
      const login = { method: 'POST', path: '/auth/login', headers, body }
      statuses.push((await httpTo(edgeUrl()).call(login)).status)
    }
    expect(statuses).toEqual([...new Array(10).fill(401), 429])
  })

  test('shows pictures at the same distribution', async () => {
    const s3 = new S3Client(operatorAt(prod.outputs.AwsEndpointUrl ?? ''))
    const Key = `${newObjectId()}/a.webp`
    const Bucket = prod.outputs.PicturesBucketName
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ContentType: 'image/webp' }))
    expect(prod.outputs.PicturesUrl).toBe(edgeUrl())
    const response = await fetch(`${edgeUrl()}/${Key}`)
    expect([response.status, await response.text()]).toEqual([200, 'x'])
    expect(response.headers.get('x-frame-options')).toBe('SAMEORIGIN')
  })

  test('adds security headers to API Gateway’s own responses', async () => {
    const response = await fetch(`${edgeUrl()}/auth/me?${'a'.repeat(11_000)}`)
    expect(response.status).toBe(431)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
  })

  test('throttles a route as configured for the stage', async () => {
    const register = () => {
      return fetch(`${edgeUrl()}/auth/register`, { method: 'POST', body: '{' })
    }
    // The clock of the throttle stands still, because a busy machine may handle fewer than 20 requests a second.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now())
    try {
      const responses = await Promise.all(Array.from({ length: 60 }, register))
      // A burst of 40.
      expect(responses.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(20)
    } finally {
      clock.mockRestore()
    }
  })
})
