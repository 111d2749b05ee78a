import { describe, expect, test } from 'vitest'
import { isApiError, OutcomeUnknownError } from '../../../infra/client/errors.ts'
import type { Fetch } from '../../../infra/client/send-by-fetch.ts'
import { UserApi } from '../../../infra/client/user-api.ts'
import { freshEmail, register } from '../../support/accounts.ts'
import { httpTo } from '../../support/http-driver.ts'
import { freshPhone, smsTo } from '../../support/phones.ts'
import { stack } from '../../support/stack.ts'

const baseUrl = stack.apiUrl
const password = 'quiet-lamp-4'

/** What happens to an attempt: its response is lost, or it is refused before it reaches the API. */
type Trouble = 'lost' | { status: 429 | 503; retryAfter?: number }

/** A network where the first attempts fail. Records every attempt. */
function network(...troubles: Trouble[]) {
  const calls: string[] = []
  const fetchThrough: Fetch = async (url, init) => {
    calls.push(`${init.method} ${new URL(url).pathname}`)
    const trouble = troubles.shift()
    if (trouble === 'lost') {
      await (await fetch(url, init)).text()
      throw new TypeError('fetch failed')
    }
    if (!trouble) return await fetch(url, init)
    const { status, retryAfter = 1 } = trouble
    return new Response('{"message":"Busy"}', {
      status,
      headers: { 'retry-after': String(retryAfter) },
    })
  }
  return { calls, fetch: fetchThrough }
}

async function account(...troubles: Trouble[]) {
  const { token, email, id } = await register(httpTo(baseUrl))
  const { calls, fetch } = network(...troubles)
  return { api: new UserApi({ baseUrl, token, fetch }), calls, email, id }
}

/** Ends the session over another connection, as another device can. */
async function endSession({ token = '' }: UserApi): Promise<void> {
  await new UserApi({ baseUrl, token }).logOut()
}

/** Sends an OTP to a new number. */
async function challengeOf(api: UserApi) {
  const phone_number = { code: '+91', value: freshPhone() } as const
  const { oti } = await api.sendPhoneOtp({ phone_number })
  const [otp = ''] = /\b\d{6}\b/.exec((await smsTo(phone_number.value)).at(-1)?.body ?? '') ?? []
  return { phone_number, otp, oti }
}

describe('a safe request', () => {
  test.each([
    ['a lost response', 'lost'],
    ['503', { status: 503 }],
    ['429', { status: 429 }],
  ] as const)('is retried after %s', async (_, trouble) => {
    const { api, calls, email } = await account(trouble)
    expect((await api.me()).email).toBe(email)
    expect(calls).toEqual(['GET /auth/me', 'GET /auth/me'])
  })

  test('is retried three times at most', async () => {
    const { api, calls } = await account('lost', 'lost', 'lost', 'lost')
    await expect(api.me()).rejects.toThrow('fetch failed')
    expect(calls).toHaveLength(4)
  })

  test('is not retried when the wait is too long: the error has the wait', async () => {
    const { api, calls } = await account({ status: 503, retryAfter: 11 })
    await expect(api.me()).rejects.toMatchObject({ status: 503, retryAfterSeconds: 11 })
    expect(calls).toHaveLength(1)
  })

  test('sends its body again', async () => {
    const { api, calls } = await account('lost')
    expect(await api.updateUserInfo({ attempt_number: 7 })).toMatchObject({ attempt_number: 7 })
    expect(calls).toHaveLength(2)
  })
})

describe('a retry after an attempt that succeeded', () => {
  test('of logOut is a success', async () => {
    const { api, calls } = await account('lost')
    await api.logOut()
    expect(calls).toHaveLength(2)
  })

  test('of verifyPhoneOtp returns the profile: 3709 means that the number is linked', async () => {
    const { api: sender } = await account()
    const challenge = await challengeOf(sender)
    const { calls, fetch } = network('lost')
    const api = new UserApi({ baseUrl, token: sender.token ?? '', fetch })
    const { phone_number } = challenge
    expect(await api.verifyPhoneOtp(challenge)).toMatchObject({ phone_number })
    const verify = 'POST /users/verify-phone-otp'
    expect(calls).toEqual([verify, verify, 'GET /auth/me'])
    // In a first attempt 3709 is an error.
    await expect(api.verifyPhoneOtp(challenge)).rejects.toMatchObject({ code: 3709 })
  })

  test('is told apart from one after 429: there 401 is an error', async () => {
    const { api, calls } = await account({ status: 429 })
    api.token = `${api.token?.slice(0, -4)}AAAA`
    await expect(api.deleteUser()).rejects.toMatchObject({ code: 1001 })
    expect(calls).toHaveLength(2)
  })
})

describe('1001 to a retry after a lost response', () => {
  test('of deleteUser leaves the outcome open, and a login shows it: the account is deleted', async () => {
    const { api, calls, email } = await account('lost')
    const error = await api.deleteUser().catch((reason) => reason)
    expect(error).toBeInstanceOf(OutcomeUnknownError)
    expect(error).toMatchObject({ name: 'OutcomeUnknownError', code: 1001, status: 401 })
    expect(error.message).toContain('log in to find out')
    expect(isApiError(error)).toBe(true)
    expect(calls).toEqual(['DELETE /users', 'DELETE /users'])
    await expect(api.logIn({ email, password })).rejects.toMatchObject({ code: 2101 })
  })

  test('of deleteUser with a session that had ended: a login shows that the account exists', async () => {
    const { api, email } = await account('lost')
    await endSession(api)
    await expect(api.deleteUser()).rejects.toBeInstanceOf(OutcomeUnknownError)
    await api.logIn({ email, password })
    expect((await api.me()).email).toBe(email)
  })

  test.each(['others', 'all'] as const)(
    'of logOut of %s leaves open whether other sessions have ended',
    async (scope) => {
      const { api, email } = await account('lost')
      const other = new UserApi({ baseUrl })
      await other.logIn({ email, password })
      await endSession(api)
      await expect(api.logOut({ scope })).rejects.toBeInstanceOf(OutcomeUnknownError)
      expect((await other.me()).email).toBe(email)
    },
  )

  test('of logOut of this session is a success, although it had ended before', async () => {
    const { api } = await account('lost')
    await endSession(api)
    await api.logOut()
    expect(api.token).toBeUndefined()
  })
})

describe('an unsafe request', () => {
  test.each(['lost', { status: 503 }] as const)('sends no second SMS after %j', async (trouble) => {
    const { api, calls } = await account(trouble)
    const value = freshPhone()
    await expect(api.sendPhoneOtp({ phone_number: { code: '+91', value } })).rejects.toThrow()
    expect(calls).toHaveLength(1)
    expect(await smsTo(value)).toHaveLength(trouble === 'lost' ? 1 : 0)
  })

  test('neither registers nor changes a password twice', async () => {
    const { api, calls } = await account('lost', 'lost')
    const name = { first_name: 'Jo' }
    await expect(api.register({ email: freshEmail(), password, name })).rejects.toThrow()
    const user = { password, newPassword: 'quiet-lamp-45', confPassword: 'quiet-lamp-45' }
    await expect(api.updatePortalUser(user)).rejects.toThrow('fetch failed')
    expect(calls).toEqual(['POST /auth/register', 'PATCH /app/api/v1/user'])
  })

  test('requests no second OTP for a forgotten password, and uses none twice', async () => {
    const { api, calls } = await account('lost', 'lost')
    await expect(api.forgotPassword({ email: freshEmail() })).rejects.toThrow('fetch failed')
    const given = { otp: '12345678', oti: 'unknown', new_password: 'quiet-lamp-45' }
    await expect(api.resetPassword(given)).rejects.toThrow('fetch failed')
    expect(calls).toEqual(['POST /auth/forgot-password', 'POST /auth/reset-password'])
  })

  test('does not use up a second try of the OTI after 429', async () => {
    const { api, calls } = await account({ status: 429 })
    const phone_number = { code: '+91', value: freshPhone() } as const
    const given = { phone_number, otp: '123456', oti: 'unknown' }
    await expect(api.verifyPhoneOtp(given)).rejects.toMatchObject({ status: 429 })
    expect(calls).toHaveLength(1)
  })

  test('is retried after 429, which has no effect', async () => {
    const { api, calls } = await account({ status: 429 })
    const value = freshPhone()
    await api.sendPhoneOtp({ phone_number: { code: '+91', value } })
    expect(calls).toHaveLength(2)
    expect(await smsTo(value)).toHaveLength(1)
  })
})

describe('an aborted call', () => {
  const reason = new Error('The page was left')

  test('is not retried', async () => {
    const { api, calls } = await account()
    const controller = new AbortController()
    const send = api.me({ signal: controller.signal })
    controller.abort(reason)
    await expect(send).rejects.toBe(reason)
    expect(calls.length).toBeLessThanOrEqual(1)
    expect(await api.me()).toBeDefined()
  })

  test('does not wait for its next attempt', async () => {
    const { token } = await register(httpTo(baseUrl))
    const controller = new AbortController()
    let calls = 0
    const api = new UserApi({
      baseUrl,
      token,
      fetch: () => {
        calls += 1
        // After the response is read, when the wait has begun.
        setImmediate(() => controller.abort(reason))
        return Promise.resolve(
          new Response('', { status: 503, headers: { 'retry-after': '100000' } }),
        )
      },
      maxWaitMs: Number.POSITIVE_INFINITY,
    })
    await expect(api.me({ signal: controller.signal })).rejects.toBe(reason)
    expect(calls).toBe(1)
  })
})
