import { describe, expect, test } from 'vitest'
import { loadFunctions } from '../../../../infra/functions/load-functions.ts'
import { issueRecoveryCode } from '../../../../shared/password-recovery/issue-recovery-code.ts'
import type { Account } from '../../../support/accounts.ts'
import type { ApiRequest } from '../../../support/api-request.ts'
import { attemptOf, deliver } from '../../../support/attempts.ts'
import { direct, drivers } from '../../../support/drivers.ts'
import { fileForm } from '../../../support/forms.ts'
import { plain } from '../../../support/images.ts'
import { openAccount } from '../../../support/open-account.ts'
import { lintResponse, readOpenApi } from '../../../support/openapi.ts'
import { challenge, freshPhone } from '../../../support/phones.ts'

// Validates real responses of the API against the OpenAPI document.

const phone = freshPhone
const sync = '/users/mcq-daily/sync?course_id=1&sync_from_epoch_ms=0'
const password = 'quiet-lamp-4'

type Requests = (account: Account) => Promise<Omit<ApiRequest, 'method' | 'path'>>

interface Calls {
  /** With its query, if it has one. */
  path?: string
  good: Requests
  /** Missing for a route that reads nothing of the request. */
  bad?: Requests
}

/** For each route a request that succeeds and one that fails. */
const calls: Record<string, Calls> = {
  'GET /health': { good: async () => ({}) },
  'POST /auth/register': {
    good: async () => ({
      body: { email: `${phone()}@example.com`, password, name: { first_name: 'Jo' } },
    }),
    bad: async ({ email }) => ({ body: { email, password, name: { first_name: 'Jo' } } }),
  },
  'POST /auth/login': {
    good: async ({ email }) => ({ body: { email, password } }),
    bad: async ({ email }) => ({ body: { email, password: 'wrong' } }),
  },
  'GET /auth/me': { good: async () => ({}), bad: async () => ({ headers: { authorization: '' } }) },
  'PATCH /users/info': {
    good: async () => ({ body: { attempt_number: 2 } }),
    bad: async () => ({ body: { attempt_number: 0 } }),
  },
  'POST /users/profile-picture': {
    good: async () => upload(await plain(40, 30).png().toBuffer()),
    bad: async () => upload(Buffer.from('no picture')),
  },
  'POST /users/send-phone-otp': {
    good: async () => ({ body: { phone_number: { code: '+91', value: phone() } } }),
    bad: async () => ({ body: { phone_number: { code: '+1', value: '5' } } }),
  },
  'POST /users/verify-phone-otp': {
    good: async (account) => {
      const { value, otp, oti } = await challenge(account, phone())
      return { body: { phone_number: { code: '+91', value }, otp, oti } }
    },
    bad: async () => ({
      body: { phone_number: { code: '+91', value: phone() }, otp: '123456', oti: 'unknown' },
    }),
  },
  'POST /users/report': {
    path: '/users/report?course_id=1',
    good: async () => ({ body: report('A typo') }),
    bad: async () => ({ body: report(' ') }),
  },
  'GET /users/mcq-daily/sync': {
    path: sync,
    good: async ({ id }) => {
      expect(await deliver([attemptOf(id)])).toEqual([])
      return {}
    },
    bad: async () => ({ headers: { 'x-dev-time': '1' } }),
  },
  'GET /app/api/v1/user': {
    good: async () => ({}),
    bad: async () => ({ headers: { authorization: '' } }),
  },
  'PATCH /app/api/v1/user': {
    good: async () => ({ body: { user: { password, major: 'Computer Science' } } }),
    bad: async () => ({
      body: { user: { password, newPassword: 'short', confPassword: 'short' } },
    }),
  },
  'POST /auth/logout': {
    good: async () => ({}),
    bad: async () => ({ headers: { authorization: 'Bearer ua_' } }),
  },
  'POST /auth/forgot-password': {
    good: async ({ email }) => ({ body: { email } }),
    bad: async () => ({ body: {} }),
  },
  'POST /auth/reset-password': {
    good: async ({ id }) => {
      const { otp, oti } = (await issueRecoveryCode(id)) ?? {}
      return { body: { otp, oti, new_password: 'calm-river-7' } }
    },
    bad: async () => ({ body: { otp: '12345678', oti: 'unknown', new_password: 'calm-river-7' } }),
  },
  'DELETE /users': {
    good: async () => ({}),
    bad: async () => ({ headers: { 'x-dev-time': 'now' } }),
  },
}

function upload(file: Buffer): Omit<ApiRequest, 'method' | 'path'> {
  const { contentType, body } = fileForm(file)
  return { headers: { 'content-type': contentType }, body }
}

function report(comments: string): object {
  return { content_id: 'a'.repeat(24), content_type: 2, issue_type: 1, comments }
}

const { routes } = await loadFunctions()
const openApi = await readOpenApi()

describe.each(drivers)('over $name', (driver) => {
  test.each(routes.filter(({ routeKey }) => routeKey !== '$default'))(
    '$routeKey returns the documented success and error',
    async ({ routeKey }) => {
      const [method = '', route = ''] = routeKey.split(' ')
      const { path = route, good, bad } = calls[routeKey] ?? {}
      if (!good) throw new Error(`Add requests for ${routeKey} above`)
      const account = await openAccount(driver)
      if (bad) {
        const refused = await account.call({ method, path, ...(await bad(account)) })
        expect(refused.body.error).not.toBeNull()
        expect(await lintResponse(openApi, routeKey, refused)).toEqual([])
      }
      const done = await account.call({ method, path, ...(await good(account)) })
      expect(done.body.error).toBeNull()
      expect(await lintResponse(openApi, routeKey, done)).toEqual([])
    },
  )
})

test('an undocumented field or another type is found', async () => {
  const response = await (await openAccount(direct)).call({ method: 'GET', path: '/auth/me' })
  const more = { ...response, body: { ...response.body, passwordHash: '…' } }
  const other = { ...response, body: { ...response.body, error: 1 } }
  expect(await lintResponse(openApi, 'GET /auth/me', more)).not.toEqual([])
  expect(await lintResponse(openApi, 'GET /auth/me', other)).not.toEqual([])
})
