import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { defineRoute } from '../../../shared/http/define-route.ts'
import { endpoint } from '../../../shared/http/endpoint.ts'
import { v1Envelope } from '../../../shared/http/envelope.ts'
import { toEvent } from '../../support/event.ts'
import { metricsOf } from '../../support/metrics.ts'

const route = defineRoute({
  summary: 'Return the caller’s address',
  authentication: 'none',
  envelope: v1Envelope,
  response: z.string(),
  body: z.object({ name: z.string() }),
  errors: [],
  uses: {},
})

/** An endpoint on a stage with these origin secrets. */
function behind(secrets?: string) {
  vi.stubEnv('ORIGIN_SECRETS', secrets)
  const handler = endpoint(route, ({ network }) => network)
  return async (headers: Record<string, string>, body: object = { name: 'x' }) => {
    const event = toEvent({ method: 'POST', path: '/ip', headers, body })
    const response = (await handler(event, {} as never)) as APIGatewayProxyStructuredResultV2
    return { status: response.statusCode, ...JSON.parse(response.body ?? '') }
  }
}

afterEach(() => {
  vi.unstubAllEnvs()
})

const VIEWER = { 'x-viewer-address': '198.51.100.9' }
const refused = {
  status: 'error',
  is_data_encrypted: 0,
  data: null,
  error: { code: 1003, message: 'Not found' },
  app_actions: null,
}

describe('with CloudFront', () => {
  test.each([
    ['nothing', {}],
    ['another secret', { 'x-origin-secret': 'third' }],
    ['an empty secret', { 'x-origin-secret': '' }],
    ['both secrets', { 'x-origin-secret': 'first,second' }],
    ['a part of a secret', { 'x-origin-secret': 'firs' }],
  ])('a request with %s gets a 404 before its body is validated', async (_, headers) => {
    const call = behind('first,second')
    expect(await call({ ...VIEWER, ...headers }, {})).toEqual(refused)
  })

  test.each(['', 'first,'])('an empty secret is never accepted: %j', async (secrets) => {
    const call = behind(secrets)
    expect(await call(VIEWER)).toEqual(refused)
    expect(await call({ ...VIEWER, 'x-origin-secret': '' })).toEqual(refused)
  })

  test('each refused request is counted, for the alarm on a wrong secret, and no other', async () => {
    const call = behind('one')
    const metrics = await metricsOf(async () => {
      await call({ 'x-origin-secret': 'one' })
      await call({ 'x-origin-secret': 'two' })
      await call({})
    })
    expect(metrics.OriginSecretRefused).toBe(2)
  })

  test.each(['first', 'second'])('a request with the secret %s is accepted', async (secret) => {
    const call = behind('first,second')
    const { data } = await call({ ...VIEWER, 'x-origin-secret': secret })
    expect(data).toBe('198.51.100.9')
  })

  test('an IPv6 address is reduced to its network', async () => {
    const headers = { 'x-origin-secret': 'one', 'x-viewer-address': '2001:db8:1:2:3::4' }
    expect((await behind('one')(headers)).data).toBe('2001:db8:1:2::/64')
  })

  test('without CloudFront’s header the address is API Gateway’s', async () => {
    expect((await behind('one')({ 'x-origin-secret': 'one' })).data).toBe('192.0.2.1')
  })
})

test('without CloudFront every request is accepted, and its address header is ignored', async () => {
  const call = behind(undefined)
  expect((await call({ ...VIEWER, 'x-origin-secret': 'any' })).data).toBe('192.0.2.1')
})
