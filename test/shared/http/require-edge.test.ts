import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { defineRoute } from '../../../shared/http/define-route.ts'
import { endpoint } from '../../../shared/http/endpoint.ts'
import { v1Envelope } from '../../../shared/http/envelope.ts'
import { toEvent } from '../../support/event.ts'

const route = defineRoute({
  summary: 'Tell the caller’s address',
  authentication: 'none',
  envelope: v1Envelope,
  response: z.string(),
  body: z.object({ name: z.string() }),
  errors: [],
  uses: {},
})

/** An endpoint as its module would make it where these are the secrets. */
function behind(secrets?: string) {
  vi.stubEnv('ORIGIN_SECRETS', secrets)
  const handler = endpoint(route, ({ ip }) => ip)
  return async (headers: Record<string, string>, body: object = { name: 'x' }) => {
    const event = toEvent({ method: 'POST', path: '/ip', headers, body })
    const answer = (await handler(event, {} as never)) as APIGatewayProxyStructuredResultV2
    return { status: answer.statusCode, ...JSON.parse(answer.body ?? '') }
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

describe('behind an edge', () => {
  test.each([
    ['nothing', {}],
    ['another secret', { 'x-origin-secret': 'third' }],
    ['an empty one', { 'x-origin-secret': '' }],
    ['all of them', { 'x-origin-secret': 'first,second' }],
    ['a part of one', { 'x-origin-secret': 'firs' }],
  ])('a request with %s finds nothing, and is told nothing of its body', async (_, headers) => {
    const call = behind('first,second')
    expect(await call({ ...VIEWER, ...headers }, {})).toEqual(refused)
  })

  test.each(['first', 'second'])('a request with the secret %s comes in', async (secret) => {
    const call = behind('first,second')
    const { data } = await call({ ...VIEWER, 'x-origin-secret': secret })
    expect(data).toBe('198.51.100.9')
  })

  test('an address of IPv6 is counted by its network', async () => {
    const headers = { 'x-origin-secret': 'one', 'x-viewer-address': '2001:db8:1:2:3::4' }
    expect((await behind('one')(headers)).data).toBe('2001:db8:1:2::/64')
  })

  test('without CloudFront’s word the address is API Gateway’s', async () => {
    expect((await behind('one')({ 'x-origin-secret': 'one' })).data).toBe('192.0.2.1')
  })
})

test('without an edge all are served, and nobody is believed about an address', async () => {
  const call = behind(undefined)
  expect((await call({ ...VIEWER, 'x-origin-secret': 'any' })).data).toBe('192.0.2.1')
})
