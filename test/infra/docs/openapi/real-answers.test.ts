import { describe, expect, test } from 'vitest'
import { loadFunctions } from '../../../../infra/functions/load-functions.ts'
import { type Account, register } from '../../../support/accounts.ts'
import { attemptOf, deliver } from '../../../support/attempts.ts'
import { type ApiRequest, direct, drivers } from '../../../support/drivers.ts'
import { fileForm } from '../../../support/forms.ts'
import { plain } from '../../../support/images.ts'
import { lintAnswer, readOpenApi } from '../../../support/openapi.ts'
import { challenge, freshPhone } from '../../../support/phones.ts'

// What the API really answers, held against what the document says of it.

const phone = freshPhone
const sync = '/users/mcq-daily/sync?course_id=1&sync_from_epoch_ms=0'
const password = 'test1234'

type Requests = (account: Account) => Promise<Omit<ApiRequest, 'method' | 'path'>>

/** By route: a request that goes well, and one that does not; a path of its own where it has a query. */
const calls: Record<string, { path?: string; good: Requests; bad: Requests }> = {
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
    '$routeKey answers as documented, well and badly',
    async ({ routeKey }) => {
      const [method = '', route = ''] = routeKey.split(' ')
      const { path = route, good, bad } = calls[routeKey] ?? {}
      if (!good || !bad) throw new Error(`Say here how ${routeKey} is called`)
      const account = await register(driver)
      const refused = await account.call({ method, path, ...(await bad(account)) })
      expect(refused.body.error).not.toBeNull()
      const done = await account.call({ method, path, ...(await good(account)) })
      expect(done.body.error).toBeNull()
      expect(await lintAnswer(openApi, routeKey, refused)).toEqual([])
      expect(await lintAnswer(openApi, routeKey, done)).toEqual([])
    },
  )
})

test('an answer with a field too many or of another kind would be seen', async () => {
  const answer = await (await register(direct)).call({ method: 'GET', path: '/auth/me' })
  const more = { ...answer, body: { ...answer.body, passwordHash: '…' } }
  const other = { ...answer, body: { ...answer.body, error: 1 } }
  expect(await lintAnswer(openApi, 'GET /auth/me', more)).not.toEqual([])
  expect(await lintAnswer(openApi, 'GET /auth/me', other)).not.toEqual([])
})
