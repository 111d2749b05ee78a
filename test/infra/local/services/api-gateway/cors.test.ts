import { describe, expect, it } from 'vitest'
import type { CorsConfiguration } from '../../../../../infra/local/services/api-gateway/cors.ts'
import { startTestGateway, type TestHandler } from './start-test-gateway.ts'

const SITE = 'https://site.test'
const CORS: CorsConfiguration = {
  AllowOrigins: [SITE, 'http://*'],
  AllowMethods: ['GET', 'POST'],
  AllowHeaders: ['content-type', 'authorization'],
  ExposeHeaders: ['x-total', 'date'],
  MaxAge: 300,
  AllowCredentials: true,
}

async function startCorsGateway(
  { routeKey = 'GET /x', cors = CORS }: { routeKey?: string; cors?: CorsConfiguration } = {},
  handler?: TestHandler,
) {
  const routes = [{ routeKey, functionName: 'F' }]
  return await startTestGateway(handler, { cors, routes })
}

function preflight(url: string, origin = SITE): Promise<Response> {
  const headers = { origin, 'access-control-request-method': 'GET' }
  return fetch(`${url}/x`, { method: 'OPTIONS', headers })
}

function corsHeadersOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')))
}

describe('a preflight', () => {
  it('gets an empty 204 of the gateway itself', async () => {
    const { url, events } = await startCorsGateway()
    const response = await preflight(url)

    expect(response.status).toBe(204)
    expect(corsHeadersOf(response)).toEqual({
      'access-control-allow-origin': SITE,
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'content-type,authorization',
      'access-control-max-age': '300',
      'access-control-allow-credentials': 'true',
    })
    expect(response.headers.has('content-type')).toBe(false)
    expect(response.headers.has('content-length')).toBe(false)
    expect(response.headers.get('apigw-requestid')).toMatch(/=$/)
    expect(events).toEqual([])
  })

  it('gets only the configured headers', async () => {
    const { url } = await startCorsGateway({ cors: { AllowOrigins: ['*'], MaxAge: 0 } })

    expect(corsHeadersOf(await preflight(url))).toEqual({
      'access-control-allow-origin': '*',
      'access-control-max-age': '0',
    })
  })

  it('gets no CORS headers for another origin', async () => {
    const { url } = await startCorsGateway()
    const response = await preflight(url, 'https://evil.test')

    expect(response.status).toBe(204)
    expect(corsHeadersOf(response)).toEqual({})
  })

  it('gets no CORS headers when it names no method', async () => {
    const { url } = await startCorsGateway()
    const response = await fetch(`${url}/x`, { method: 'OPTIONS', headers: { origin: SITE } })

    expect(response.status).toBe(204)
    expect(corsHeadersOf(response)).toEqual({})
  })

  it.each(['OPTIONS /x', 'ANY /x', '$default'])('goes to the function of %s', async (routeKey) => {
    const { url, events } = await startCorsGateway({ routeKey }, () => ({ statusCode: 202 }))
    const response = await preflight(url)

    expect(response.status).toBe(202)
    expect(events).toHaveLength(1)
    expect(corsHeadersOf(response)).toMatchObject({
      'access-control-allow-origin': SITE,
      'access-control-allow-methods': 'GET,POST',
      'access-control-max-age': '300',
    })
  })

  it('gets a 404 when no CORS is configured', async () => {
    const routes = [{ routeKey: 'GET /x', functionName: 'F' }]
    const { url } = await startTestGateway(undefined, { routes })

    expect((await preflight(url)).status).toBe(404)
  })
})

describe('another request', () => {
  it('gets the configured headers in place of the function’s', async () => {
    const headers = {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Max-Age': '9',
      'X-Total': '7',
    }
    const { url } = await startCorsGateway({}, () => ({ statusCode: 200, headers, body: 'ok' }))
    const response = await fetch(`${url}/x`, { headers: { origin: SITE } })

    expect(corsHeadersOf(response)).toEqual({
      'access-control-allow-origin': SITE,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-total,date',
    })
    expect(response.headers.get('x-total')).toBe('7')
  })

  it.each([undefined, 'https://evil.test', `${SITE}.evil.test`])(
    'from %s loses the CORS headers of the function',
    async (origin) => {
      const headers = { 'access-control-allow-origin': '*' }
      const { url } = await startCorsGateway({}, () => ({ statusCode: 200, headers }))
      const response = await fetch(`${url}/x`, { headers: origin === undefined ? {} : { origin } })

      expect(corsHeadersOf(response)).toEqual({})
    },
  )

  it('gets its own origin back when the configuration has a scheme and a star', async () => {
    const { url } = await startCorsGateway()
    const response = await fetch(`${url}/x`, { headers: { origin: 'http://localhost:5173' } })

    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:5173')
  })

  it('gets them on an error of the gateway too', async () => {
    const { url } = await startCorsGateway()
    const response = await fetch(`${url}/nowhere`, { headers: { origin: SITE } })

    expect(response.status).toBe(404)
    expect(response.headers.get('access-control-allow-origin')).toBe(SITE)
  })

  it('keeps the CORS headers of the function when none are configured', async () => {
    const headers = { 'access-control-allow-origin': 'https://mine.test' }
    const { url } = await startTestGateway(() => ({ statusCode: 200, headers }))
    const response = await fetch(url, { headers: { origin: SITE } })

    expect(corsHeadersOf(response)).toEqual(headers)
  })
})
