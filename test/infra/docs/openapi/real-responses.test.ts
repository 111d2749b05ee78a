import { describe, expect, test } from 'vitest'
import { loadFunctions } from '../../../../infra/functions/load-functions.ts'
import type { Account } from '../../../support/accounts.ts'
import type { ApiRequest } from '../../../support/api-request.ts'
import { direct, drivers } from '../../../support/drivers.ts'
import { fileForm } from '../../../support/forms.ts'
import { openAccount } from '../../../support/open-account.ts'
import { lintResponse, readOpenApi } from '../../../support/openapi.ts'
import { freshPhone } from '../../../support/phones.ts'
import { successes } from '../../../support/successes.ts'

// Validates real responses of the API against the OpenAPI document.

const password = 'quiet-lamp-4'

/** Requests that routes refuse for what they contain. Each other route is called without a token. */
const refused: Record<string, (account: Account) => Omit<ApiRequest, 'method' | 'path'>> = {
  'POST /auth/register': ({ email }) => ({ body: { email, password, name: { first_name: 'Jo' } } }),
  'POST /auth/login': ({ email }) => ({ body: { email, password: 'wrong' } }),
  'POST /auth/forgot-password': () => ({ body: {} }),
  'POST /auth/reset-password': () => ({
    body: { otp: '12345678', oti: 'unknown', new_password: 'calm-river-7' },
  }),
  'PATCH /app/api/v1/user': () => ({
    body: { user: { password, newPassword: 'short', confPassword: 'short' } },
  }),
  'PATCH /users/info': () => ({ body: { attempt_number: 0 } }),
  'POST /users/profile-picture': () => {
    const { contentType, body } = fileForm(Buffer.from('no picture'))
    return { headers: { 'content-type': contentType }, body }
  },
  'POST /users/send-phone-otp': () => ({ body: { phone_number: { code: '+1', value: '5' } } }),
  'POST /users/verify-phone-otp': () => ({
    body: { phone_number: { code: '+91', value: freshPhone() }, otp: '123456', oti: 'unknown' },
  }),
  // Without the query.
  'POST /users/report': () => ({ body: {} }),
  'GET /users/mcq-daily/sync': () => ({}),
  'DELETE /users': () => ({ headers: { 'x-dev-time': 'now' } }),
}
const withoutToken = () => ({ headers: { authorization: '' } })

const { routes } = await loadFunctions()
const openApi = await readOpenApi()
// GET /health refuses nothing.
const refusing = routes.filter(({ routeKey }) => !['$default', 'GET /health'].includes(routeKey))

describe.each(drivers)('over $name', (driver) => {
  test.each(Object.keys(successes))('%s returns the documented success', async (name) => {
    const send = (await successes[name]?.(driver)) ?? expect.fail()
    const response = await send()
    expect(response.body.error).toBeNull()
    expect(await lintResponse(openApi, name.split(',')[0] ?? '', response)).toEqual([])
  })

  test.each(refusing)('$routeKey returns a documented error', async ({ routeKey }) => {
    const [method = '', path = ''] = routeKey.split(' ')
    const account = await openAccount(driver)
    const request = (refused[routeKey] ?? withoutToken)(account)
    const response = await account.call({ method, path, ...request })
    expect(response.body.error, `add a request to "refused" above`).not.toBeNull()
    expect(await lintResponse(openApi, routeKey, response)).toEqual([])
  })
})

test('an undocumented field or another type is found', async () => {
  const response = await (await openAccount(direct)).call({ method: 'GET', path: '/auth/me' })
  const more = { ...response, body: { ...response.body, passwordHash: '…' } }
  const other = { ...response, body: { ...response.body, error: 1 } }
  expect(await lintResponse(openApi, 'GET /auth/me', more)).not.toEqual([])
  expect(await lintResponse(openApi, 'GET /auth/me', other)).not.toEqual([])
})
