import { describe, expect, test, vi } from 'vitest'
import { direct, drivers } from '../support/drivers.ts'
import { expectError } from '../support/responses.ts'
import { stack } from '../support/stack.ts'

test('a CORS preflight succeeds for existing paths', async () => {
  const headers = { origin: 'https://portal.test', 'access-control-request-method': 'PATCH' }
  const ask = (path: string) => fetch(`${stack.apiUrl}${path}`, { method: 'OPTIONS', headers })
  const allowed = await ask('/users/info')
  expect(allowed.status).toBe(200)
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE',
    'access-control-allow-headers': expect.stringContaining(
      'authorization,content-type,x-dev-time,',
    ),
    'access-control-max-age': '3600',
  })
  for (const page of ['/delete-account', '/docs/page.js', '/openapi.json']) {
    expect((await ask(page)).status, page).toBe(200)
  }
  expect((await ask('/nothing')).status).toBe(404)
})

test('a response to another origin lists the headers that its page may read', async () => {
  const headers = { origin: 'https://portal.test' }
  const response = await fetch(`${stack.apiUrl}/auth/me`, { headers })
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('access-control-expose-headers')).toContain('retry-after')
})

test('HEAD gets 405 with the allowed method for a route, and finds a page', async () => {
  const answer = await fetch(`${stack.apiUrl}/health`, { method: 'HEAD' })
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET'])
  for (const path of ['/docs', '/openapi.yaml']) {
    expect((await fetch(`${stack.apiUrl}${path}`, { method: 'HEAD' })).status, path).toBe(200)
  }
})

test('a path of its own goes before one with a parameter', async () => {
  vi.stubEnv('ROUTES', JSON.stringify({ '/users/{id}': ['GET'], '/users/info': ['PATCH'] }))
  const allowed = async (path: string) => {
    return (await direct.call({ method: 'POST', path })).headers.allow
  }
  expect(await allowed('/users/info')).toBe('PATCH')
  expect(await allowed('/users/1')).toBe('GET')
  vi.unstubAllEnvs()
})

describe.each(drivers)('$default over $name', (driver) => {
  test.each(['/', '/nothing', '/users/nothing', '/AUTH/ME', '/constructor', '/__proto__'])(
    'returns an enveloped 404 for %s',
    async (path) => {
      expectError(await driver.call({ method: 'GET', path }), 404, 1003)
    },
  )

  test('returns 405 with the allowed methods for a wrong method', async () => {
    const response = await driver.call({ method: 'PUT', path: '/app/api/v1/user' })
    expectError(response, 405, 1004)
    expect(response.headers.allow).toBe('GET, PATCH')
  })

  test.each([
    ...['/delete-account', '/docs', '/docs/page.js'],
    ...['/openapi.json', '/openapi.yaml', '/openapi-3.0.json'],
  ])('returns 405 with the allowed methods for the page %s', async (path) => {
    const answer = await driver.call({ method: 'POST', path })
    expectError(answer, 405, 1004)
    expect(answer.headers.allow).toBe('GET, HEAD')
  })

  test.each(['/docs/', '/docs/a/b', '/openapiXjson', '/delete-account/x'])(
    'returns 404 for %s, beside a page',
    async (path) => {
      expectError(await driver.call({ method: 'POST', path }), 404, 1003)
    },
  )
})
