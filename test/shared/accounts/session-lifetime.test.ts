import { afterEach, describe, expect, test, vi } from 'vitest'
import { DAY_MS, startOfDay } from '../../../shared/time.ts'
import type { Account } from '../../support/accounts.ts'
import type { ApiResponse } from '../../support/api-request.ts'
import { direct } from '../../support/drivers.ts'
import { awsError, interrupted, withFault } from '../../support/faults.ts'
import { plain } from '../../support/images.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { openAccount } from '../../support/open-account.ts'
import { challenge, freshPhone, send, verify } from '../../support/phones.ts'
import { upload } from '../../support/pictures.ts'
import { recordCalls } from '../../support/recorded-calls.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { storedSessions } from '../../support/stack.ts'

const jpeg = await plain(8, 6).jpeg().toBuffer()
const setTime = (now: number) => vi.useFakeTimers({ toFake: ['Date'], now })
afterEach(() => {
  vi.useRealTimers()
})

const me = ({ call }: Account) => call({ method: 'GET', path: '/auth/me' })
const patchInfo = ({ call }: Account) =>
  call({ method: 'PATCH', path: '/users/info', body: { attempt_number: 2 } })
const patchPortal = ({ call, password }: Account, changes: object) =>
  call({ method: 'PATCH', path: '/app/api/v1/user', body: { user: { password, ...changes } } })

/** Requests that are a use of their session. */
const uses: [string, (account: Account) => Promise<ApiResponse>][] = [
  ['GET /auth/me', me],
  ['GET /app/api/v1/user', ({ call }) => call({ method: 'GET', path: '/app/api/v1/user' })],
  [
    'GET /users/mcq-daily/sync',
    ({ call }) =>
      call({ method: 'GET', path: '/users/mcq-daily/sync?course_id=1&sync_from_epoch_ms=0' }),
  ],
  ['PATCH /users/info', patchInfo],
  ['PATCH /app/api/v1/user', (account) => patchPortal(account, { major: 'Biology' })],
  [
    'PATCH /app/api/v1/user with a new password',
    (account) =>
      patchPortal(account, { newPassword: 'quiet-lamp-45', confPassword: 'quiet-lamp-45' }),
  ],
  ['POST /users/profile-picture', (account) => upload(account, jpeg)],
  [
    'POST /users/verify-phone-otp',
    async (account) => verify(account, await challenge(account, freshPhone())),
  ],
]

describe.each(uses)('%s', (_, use) => {
  test('extends the session to 30 days from its use', async () => {
    const account = await openAccount(direct)
    const [before] = await storedSessions(account)
    const used = (before?.expiresAt ?? 0) - DAY_MS
    setTime(used)
    expect((await use(account)).status).toBe(200)
    const [after] = await storedSessions(account)
    const expected = { lastUsedAt: startOfDay(used), expiresAt: used + 30 * DAY_MS }
    expect(after).toEqual({ ...before, ...expected })
    setTime(used + 30 * DAY_MS - 1)
    expectSuccess(await me(account))
  })
})

test('a request that only sends an OTP or a report does not count as a use of the session', async () => {
  const account = await openAccount(direct)
  const before = await storedSessions(account)
  expectSuccess(await send(account, freshPhone()))
  const body = {
    content_id: '60d5ec49f1b2c72e4c8b4567',
    content_type: 2,
    issue_type: 1,
    comments: 'It is wrong',
  }
  const path = '/users/report?course_id=1'
  expectSuccess(await account.call({ method: 'POST', path, body }))
  expect(await storedSessions(account)).toEqual(before)
})

describe('a session', () => {
  test('ends 30 days after its last use, to the millisecond', async () => {
    const account = await openAccount(direct)
    const used = Date.now() + 29 * DAY_MS
    setTime(used)
    expectSuccess(await me(account))
    setTime(used + 30 * DAY_MS)
    expectError(await me(account), 401, 1001)
    expectError(await patchInfo(account), 401, 1001)
  })

  test.each([
    ['reads', me],
    ['writes', patchInfo],
  ])('ends a year after its login, however often it is used by %s', async (_, use) => {
    const account = await openAccount(direct)
    const end = ((await storedSessions(account))[0]?.createdAt ?? 0) + 365 * DAY_MS
    for (let now = Date.now(); now < end; now += 29 * DAY_MS) {
      setTime(now)
      expectSuccess(await use(account))
    }
    setTime(end - 1)
    expectSuccess(await use(account))
    setTime(end)
    expectError(await me(account), 401, 1001)
    expectError(await patchInfo(account), 401, 1001)
  })
})

describe('the use of a session', () => {
  const writes = async (account: Account) => (await recordCalls(() => me(account))).slice(1)

  test('is written once a day, by UTC', async () => {
    const account = await openAccount(direct)
    const midnight = startOfDay(Date.now()) + DAY_MS
    for (const now of [midnight - 2, midnight, midnight + DAY_MS]) {
      setTime(now)
      expect(await writes(account)).toContain('UpdateItemCommand')
      setTime(now + 1)
      expect(await writes(account)).not.toContain('UpdateItemCommand')
    }
  })

  test('is written by the first of two requests at the same time', async () => {
    const account = await openAccount(direct)
    const day = startOfDay(Date.now()) + DAY_MS
    setTime(day)
    const other = async () => {
      setTime(day + 5)
      expectSuccess(await me(account))
    }
    expectSuccess(await interrupted('UpdateItemCommand', other, () => me(account)))
    const expected = { lastUsedAt: day, expiresAt: day + 5 + 30 * DAY_MS }
    expect(await storedSessions(account)).toEqual([expect.objectContaining(expected)])
  })

  test('that cannot be written does not fail the request, and the next request writes it', async () => {
    const account = await openAccount(direct)
    const fault = { command: 'UpdateItemCommand', error: awsError('AccessDeniedException') }
    expectSuccess(await withFault(fault, () => me(account)))
    const [session] = await storedSessions(account)
    expect(session).not.toHaveProperty('lastUsedAt')
    const logged = loggedLines.at(-1) ?? ''
    expect(JSON.parse(logged)).toMatchObject({
      level: 'WARN',
      message: 'Failed to record the use of a session',
    })
    expectSuccess(await me(account))
    expect((await storedSessions(account))[0]?.lastUsedAt).toBe(startOfDay(Date.now()))
  })
})
