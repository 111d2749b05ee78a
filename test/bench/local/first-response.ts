import type { Driver } from '../../support/api-request.ts'

/**
 * Sends the first request: GET /auth/me without a token, which a function refuses with 401. Not GET /health, to
 * which MiniStack responds itself.
 * @throws Error for any other response.
 */
export async function untilResponse(driver: Driver): Promise<void> {
  const { status, body } = await driver.call({ method: 'GET', path: '/auth/me' })
  if (status !== 401 || body.error?.code !== 1001) {
    throw new Error(`The first response was ${status} ${JSON.stringify(body)}`)
  }
}
