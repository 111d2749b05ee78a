import { describe, expect, test } from 'vitest'
import { loadFunctions } from '../../../infra/functions/load-functions.ts'
import { drivers } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'

const { routes } = await loadFunctions()
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

describe.each(drivers)('over $name', (driver) => {
  // GET /health has no error.
  const failing = routes.filter(({ routeKey }) => routeKey !== 'GET /health')
  test.each(failing)('$routeKey sends the security headers with an error', async ({ routeKey }) => {
    const [method = '', path = '/nothing'] = routeKey.split(' ')
    const request = { method: path === '/nothing' ? 'GET' : method, path }
    const { status, headers } = await driver.call(request)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(headers).toMatchObject(SECURITY_HEADERS)
  })

  test.each(['/auth/me', '/health'])('a success of %s has the security headers', async (path) => {
    const account = await openAccount(driver)
    const { status, headers } = await account.call({ method: 'GET', path })
    expect(status).toBe(200)
    expect(headers).toMatchObject(SECURITY_HEADERS)
  })
})
