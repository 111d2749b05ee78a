import { beforeAll, describe, expect, test } from 'vitest'
import {
  ApiError,
  isApiError,
  PortalError,
  UnexpectedResponseError,
} from '../../../infra/client/errors.ts'
import type { StatsPage, SyncPosition } from '../../../infra/client/stats-page.ts'
import { UserApi } from '../../../infra/client/user-api.ts'
import { freshEmail } from '../../support/accounts.ts'
import { APRIL_28, attemptOf, deliver } from '../../support/attempts.ts'
import { plain } from '../../support/images.ts'
import { readOpenApi } from '../../support/openapi.ts'
import { freshPhone, smsTo, wrongOtps } from '../../support/phones.ts'
import { recoverySmsTo } from '../../support/recoveries.ts'
import { stack } from '../../support/stack.ts'

const baseUrl = stack.apiUrl
const DAY_MS = 24 * 60 * 60 * 1000
const startOf = (day: number) => APRIL_28 + day * DAY_MS
const john = { password: 'quiet-lamp-4', name: { first_name: 'John', last_name: 'Smith' } }
const course = { course_id: 1, sync_from_epoch_ms: 0 } as const

async function registered(): Promise<UserApi> {
  const api = new UserApi({ baseUrl })
  await api.register({ ...john, email: freshEmail() })
  return api
}

/** The error that a promise is rejected with. */
async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )
}

test('has a method for every route, under its operationId', async () => {
  const { paths } = await readOpenApi()
  const ids = Object.values(paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  )
  const api = new UserApi({ baseUrl }) as unknown as Record<string, unknown>
  expect(ids.filter((id) => typeof api[id] !== 'function')).toEqual([])
})

test('can abort a call of every method', async () => {
  const { paths } = await readOpenApi()
  const ids = Object.values(paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => String(operationId)),
  )
  const reason = new Error('The page was left')
  const signal = AbortSignal.abort(reason)
  const api = new UserApi({ baseUrl }) as unknown as Record<
    string,
    (...given: unknown[]) => unknown
  >
  for (const id of [...ids, 'syncAll']) {
    const before = Array.from({ length: (api[id]?.length ?? 0) - 1 }, () => new FormData())
    const call = async () => await api[id]?.(...before, { signal })
    expect(await rejection(call()), id).toBe(reason)
  }
})

describe('a user', () => {
  let api: UserApi
  beforeAll(async () => {
    api = await registered()
  })

  test('is returned without the envelope', async () => {
    const updated = await api.updateUserInfo({ background_info: 'Engineer', attempt_number: 2 })
    expect(updated).toMatchObject({ background_info: 'Engineer', attempt_number: 2 })
    expect(await api.me()).toEqual(updated)
  })

  test('uploads a picture, as a blob or as a form', async () => {
    const blob = new Blob([new Uint8Array(await plain(40, 30).png().toBuffer())])
    const form = new FormData()
    form.append('file', blob, 'me.png')
    for (const picture of [blob, form]) {
      expect(await api.uploadProfilePicture(picture)).toMatchObject({ aspect_ratio: '4:3' })
    }
    expect((await api.me()).profile_picture).toMatchObject({ width: 40, height: 30 })
  })

  test('reports content', async () => {
    const report = { content_id: 'a'.repeat(24), content_type: 2, issue_type: 1 } as const
    const { id } = await api.createReport(1, { ...report, comments: 'A typo' })
    expect(id).toMatch(/^[0-9a-f]{24}$/)
  })

  test('verifies a phone; the error for a wrong OTP has the tries left', async () => {
    const value = freshPhone()
    const phone_number = { code: '+91', value } as const
    const { oti } = await api.sendPhoneOtp({ phone_number })
    const [otp = ''] = /\b\d{6}\b/.exec((await smsTo(value)).at(-1)?.body ?? '') ?? []
    const [wrong = ''] = wrongOtps(otp, 1)
    const error = await rejection(api.verifyPhoneOtp({ phone_number, otp: wrong, oti }))
    if (!isApiError(error) || error.code !== 2002) throw new Error('It must be 2002')
    expect(error.details).toEqual([{ path: 'otp', message: '4 tries left' }])
    expect(await api.verifyPhoneOtp({ phone_number, otp, oti })).toMatchObject({ phone_number })
  })

  test('is the same user in the portal', async () => {
    expect(await api.updatePortalUser({ password: john.password, year: 2 })).toMatchObject({
      year: 2,
    })
    expect(await api.getPortalUser()).toMatchObject({ firstName: 'John', year: 2 })
  })

  test('logs out and in again', async () => {
    const { email } = await api.me()
    await api.logOut()
    expect(api.token).toBeUndefined()
    expect(await rejection(api.me())).toMatchObject({ code: 1001, status: 401 })
    const { access_token } = await api.logIn({ email, password: john.password })
    expect(api.token).toBe(access_token)
    expect((await new UserApi({ baseUrl, token: access_token }).me()).email).toBe(email)
  })

  test('logs out all other sessions, and all', async () => {
    const { email } = await api.me()
    const other = new UserApi({ baseUrl })
    await other.logIn({ email, password: john.password })
    const { token } = api
    await api.logOut({ scope: 'others' })
    expect(api.token).toBe(token)
    expect(await rejection(other.me())).toMatchObject({ code: 1001 })
    await other.logIn({ email, password: john.password })
    await api.logOut({ scope: 'all' })
    expect(api.token).toBeUndefined()
    expect(await rejection(other.me())).toMatchObject({ code: 1001 })
    await api.logIn({ email, password: john.password })
  })

  test('resets a forgotten password by SMS', async () => {
    const { email, phone_number } = await api.me()
    const { oti } = await api.forgotPassword({ email })
    const codes = async () => await recoverySmsTo(phone_number?.value ?? '')
    await expect.poll(codes).toHaveLength(1)
    const otp = (await codes())[0]?.body.slice(0, 8) ?? ''
    const new_password = 'calm-river-7'
    expect(await api.resetPassword({ otp, oti, new_password })).toHaveProperty('message')
    expect(await rejection(api.me())).toMatchObject({ code: 1001 })
    await api.logIn({ email, password: new_password })
  })

  test('does not compile a recovery of no account, or of two', async () => {
    const phone_number = { code: '+91', value: '9876543210' } as const
    // @ts-expect-error: one of the two is needed.
    expect(await rejection(api.forgotPassword({}))).toMatchObject({ code: 1006 })
    // @ts-expect-error: they may be of two accounts.
    const both = api.forgotPassword({ email: freshEmail(), phone_number })
    expect(await rejection(both)).toMatchObject({ code: 1006 })
  })

  test('deletes the account', async () => {
    const { id, email } = await api.me()
    expect((await api.deleteUser()).id).toBe(id)
    const error = await rejection(api.logIn({ email, password: john.password }))
    expect(error).toMatchObject({ code: 2101, status: 401 })
  })
})

describe('errors', () => {
  test('of V1 have their code, their details and the request’s id', async () => {
    const api = await registered()
    const error = await rejection(api.updateUserInfo({ attempt_number: 0 }))
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({
      code: 1006,
      status: 422,
      details: [{ path: 'attempt_number' }],
      requestId: expect.stringMatching(/./),
    })
  })

  test('of the portal are thrown even when their status is 200', async () => {
    const api = await registered()
    const user = { password: john.password, newPassword: 'short', confPassword: 'other' }
    const error = await rejection(api.updatePortalUser(user))
    expect(error).toBeInstanceOf(PortalError)
    expect(error).toMatchObject({ status: 200, message: 'Passwords do not match' })
  })

  test('of the portal are PortalErrors also when the body is too large', async () => {
    const body = '{"error":{"status":413,"message":"The body is too large"}}'
    const fetch = () => Promise.resolve(new Response(body, { status: 413 }))
    const error = await rejection(
      new UserApi({ baseUrl, fetch }).updatePortalUser({ password: 'quiet-lamp-4', year: 1 }),
    )
    expect(error).toBeInstanceOf(PortalError)
    expect(error).toMatchObject({ status: 413, message: 'The body is too large' })
  })

  test.each([
    [500, '{"message":"Internal Server Error"}'],
    [502, '<html>Bad Gateway</html>'],
  ])('without an envelope are UnexpectedResponseErrors: %i', async (status, body) => {
    const fetch = () => Promise.resolve(new Response(body, { status }))
    const error = await rejection(new UserApi({ baseUrl, fetch }).me())
    expect(error).toBeInstanceOf(UnexpectedResponseError)
    expect(error).toMatchObject({ status })
  })
})

test.each(['{"message":"Request Entity Too Large"}', '<html>413</html>'])(
  'a body that is too large for API Gateway itself is 1007 too: %s',
  async (body) => {
    const fetch = () => Promise.resolve(new Response(body, { status: 413 }))
    const api = new UserApi({ baseUrl, fetch })
    const error = await rejection(api.uploadProfilePicture(new Blob(['a photo'])))
    expect(isApiError(error)).toBe(true)
    expect(error).toMatchObject({ code: 1007, status: 413 })
  },
)

describe('sync', () => {
  test('reads all pages, and later resumes where it stopped', async () => {
    const api = await registered()
    const { id } = await api.me()
    const attemptOn = (day: number) =>
      attemptOf(id, { attempted_at_epoch_ms: APRIL_28 + day * DAY_MS })
    expect(await deliver([0, 1, 2, 3, 4].map(attemptOn))).toEqual([])

    const pages: StatsPage[] = []
    for await (const page of api.syncPages({ ...course, limit: 2 })) pages.push(page)
    expect(pages.map(({ days }) => days.length)).toEqual([2, 2, 1])
    const { days, position, isFromStart } = await api.syncAll({ ...course, limit: 2 })
    expect(isFromStart).toBe(true)
    expect(pages.at(-1)).toMatchObject({ position, isFromStart })
    expect(days).toEqual(pages.flatMap((page) => page.days))
    expect(new Set(days.map(({ day_start_epoch_ms }) => day_start_epoch_ms)).size).toBe(5)

    expect(await deliver([attemptOn(2)])).toEqual([])
    const later = await api.syncAll({ ...course, position })
    expect(later.days).toMatchObject([
      { day_start_epoch_ms: APRIL_28 + 2 * DAY_MS, overall_total: 2 },
    ])
    expect(await api.syncAll({ ...course, position: later.position })).toEqual({
      days: [],
      position: later.position,
      isFromStart: false,
    })
  })

  test('returns a day once that changes between two pages, as it is then', async () => {
    const api = await registered()
    const { id } = await api.me()
    const attemptOn = (day: number) => attemptOf(id, { attempted_at_epoch_ms: startOf(day) })
    await deliver([0, 1, 2].map(attemptOn))
    let pages = 0
    const changing = new UserApi({
      baseUrl,
      token: api.token,
      fetch: async (url, init) => {
        pages += 1
        if (pages === 2) await deliver([attemptOn(0)])
        return await fetch(url, init)
      },
    })
    const { days } = await changing.syncAll({ ...course, limit: 2 })
    expect(days.map((day) => [day.day_start_epoch_ms, day.overall_total])).toEqual([
      [startOf(1), 1],
      [startOf(2), 1],
      [startOf(0), 2],
    ])
  })

  test('of nothing has no cursor', async () => {
    const api = await registered()
    const position = { next_cursor: null, sync_from_epoch_ms: 0 }
    expect(await api.syncAll(course)).toEqual({ days: [], position, isFromStart: true })
  })

  test('starts anew when the window got wider, and not when it got narrower', async () => {
    const api = await registered()
    const { id } = await api.me()
    await deliver([0, 1].map((day) => attemptOf(id, { attempted_at_epoch_ms: startOf(day) })))
    const from = async (day: number, position?: SyncPosition) =>
      await api.syncAll({ ...course, sync_from_epoch_ms: startOf(day), position })
    const narrow = await from(1)
    expect(narrow.days).toMatchObject([{ day_start_epoch_ms: startOf(1) }])
    const wide = await from(0, narrow.position)
    expect(wide.days).toMatchObject([0, 1].map((day) => ({ day_start_epoch_ms: startOf(day) })))
    expect(wide.isFromStart).toBe(true)
    const narrower = await from(1, wide.position)
    expect(narrower).toMatchObject({ days: [], isFromStart: false })
    // What the narrower sync left out may have changed since then.
    expect((await from(0, narrower.position)).days).toHaveLength(2)
    // The same UTC day, which the API rounds down to, is no wider window.
    const sameDay = await from(0.5, narrower.position)
    expect(sameDay.isFromStart).toBe(true)
    expect((await from(0, sameDay.position)).isFromStart).toBe(false)
  })

  test('starts anew with the cursor of another account, and throws any other 1006', async () => {
    const before = await registered()
    await deliver([attemptOf((await before.me()).id)])
    const { position } = await before.syncAll(course)
    expect(position.next_cursor).not.toBeNull()
    const api = await registered()
    await deliver([attemptOf((await api.me()).id)])
    const anew = await api.syncAll({ ...course, position })
    expect(anew).toMatchObject({ days: [{ overall_total: 1 }], isFromStart: true })
    expect(anew.position).not.toEqual(position)
    const wrong = api.syncAll({ ...course, limit: 101, position: anew.position })
    expect(await rejection(wrong)).toMatchObject({ code: 1006, details: [{ path: 'limit' }] })
  })
})
