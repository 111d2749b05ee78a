import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test, vi } from 'vitest'
import { issueToken } from '../../../shared/accounts/token.ts'
import { callAs, freshEmail, logIn, register } from '../../support/accounts.ts'
import { countHashes } from '../../support/counted-hashes.ts'
import { direct, drivers } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { recordCalls } from '../../support/recorded-calls.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { stack, storedItem, storedSessions, tables } from '../../support/stack.ts'

describe.each(drivers)('POST /auth/login over $name', (driver) => {
  const me = (token: string) => callAs(driver, token)({ method: 'GET', path: '/auth/me' })

  test('opens another session and returns the same response as registration', async () => {
    const account = await openAccount(driver)
    const data = expectSuccess(await logIn(driver, account))
    expect(data).toMatchObject({ token_type: 'Bearer', user: { id: account.id } })
    expect(data.access_token).not.toBe(account.token)
    expectSuccess(await me(data.access_token))
    expectSuccess(await me(account.token))
  })

  test('accepts the e-mail address in upper and lower case', async () => {
    const account = await openAccount(driver)
    expectSuccess(await logIn(driver, { ...account, email: account.email.toUpperCase() }))
  })

  test('accepts a password in the other normal form of Unicode, as another system types it', async () => {
    const account = await register(driver, { password: 'Zo\u00EB-\u0915\u093C-lamp' })
    const decomposed = account.password.normalize('NFD')
    expect(decomposed).not.toBe(account.password)
    expectSuccess(await logIn(driver, { ...account, password: decomposed }))
  })

  test('returns the same error for an unknown e-mail and a wrong password', async () => {
    const account = await openAccount(driver)
    const wrong = await logIn(driver, { ...account, password: 'wrong-password' })
    const unknown = await logIn(driver, { ...account, email: freshEmail() })
    expectError(wrong, 401, 2101)
    expect(unknown.body).toEqual(wrong.body)
    expect(unknown.status).toBe(wrong.status)
  })

  test('keeps the ten newest sessions', async () => {
    const account = await openAccount(driver)
    const tokens = [account.token]
    for (let i = 0; i < 11; i++) {
      tokens.push(expectSuccess(await logIn(driver, account)).access_token)
    }
    const statuses = await Promise.all(tokens.map(async (token) => (await me(token)).status))
    expect(statuses).toEqual([401, 401, ...Array(10).fill(200)])
  })

  test('keeps the oldest session when it is in use, and ends one that never was', async () => {
    const account = await openAccount(driver)
    expectSuccess(await me(account.token))
    const tokens: string[] = []
    for (let i = 0; i < 10; i++) {
      tokens.push(expectSuccess(await logIn(driver, account)).access_token)
    }
    expectSuccess(await me(account.token))
    expectError(await me(tokens[0] ?? ''), 401, 1001)
  })

  test('keeps at most ten sessions after parallel logins', async () => {
    const account = await openAccount(driver)
    const responses = await Promise.all(Array.from({ length: 14 }, () => logIn(driver, account)))
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]))
    const { sessions } = (await storedItem(`USER#${account.id}`)) as { sessions: object }
    expect(Object.keys(sessions)).toHaveLength(10)
  })

  test('ends all sessions that are too many, as after a version with a higher limit', async () => {
    const account = await openAccount(driver)
    const more = Array.from({ length: 13 }, () => issueToken(account.id, '192.0.2.1'))
    const sessions = Object.fromEntries(more.map((one) => [one.sessionId, one.session]))
    await tables.send(
      new UpdateCommand({
        TableName: stack.usersTableName,
        Key: { pk: `USER#${account.id}` },
        UpdateExpression: 'SET sessions = :sessions',
        ExpressionAttributeValues: { ':sessions': sessions },
      }),
    )
    const { access_token } = expectSuccess(await logIn(driver, account))
    expectSuccess(await me(access_token))
    expect(await storedSessions(account)).toHaveLength(10)
  })

  test('returns 401 to ten wrong passwords, then 429 for 15 minutes, also to the right one', async () => {
    const account = await openAccount(driver)
    for (let i = 0; i < 10; i++) {
      expectError(await logIn(driver, { ...account, password: `wrong-${i}` }), 401, 2101)
    }
    const limited = await logIn(driver, account)
    expectError(limited, 429, 1005)
    const wait = Number(limited.headers['retry-after'])
    expect(wait).toBeGreaterThan(14 * 60)
    expect(wait).toBeLessThanOrEqual(15 * 60)
  })

  test('checks at most ten of 40 parallel wrong passwords', async () => {
    const account = await openAccount(driver)
    const responses = await Promise.all(
      Array.from({ length: 40 }, (_, i) => logIn(driver, { ...account, password: `wrong-${i}` })),
    )
    const statuses = responses.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(30)
  })

  test('limits unknown e-mail addresses like known ones', async () => {
    const nobody = { email: freshEmail(), password: 'wrong-password' }
    const post = () => driver.call({ method: 'POST', path: '/auth/login', body: nobody })
    for (let i = 0; i < 10; i++) expectError(await post(), 401, 2101)
    expectError(await post(), 429, 1005)
  })

  test('does not count right passwords', async () => {
    const account = await openAccount(driver)
    for (let i = 0; i < 12; i++) expectSuccess(await logIn(driver, account))
  })

  test.each([
    ['no password', { password: undefined }],
    ['a password that is no text', { password: 12345678 }],
    ['no e-mail', { email: undefined }],
    ['an object as e-mail', { email: { $ne: '' } }],
  ])('refuses %s', async (_, wrong) => {
    const body = { email: freshEmail(), password: 'quiet-lamp-4', ...wrong }
    expectError(await driver.call({ method: 'POST', path: '/auth/login', body }), 422, 1006)
  })
})

// Compares calls and hashes instead of times, which are too noisy here.
test('POST /auth/login does the same work for an unknown e-mail as for a wrong password', async () => {
  const account = await openAccount(direct)
  const logins = [
    { ...account, password: 'wrong-password' },
    { ...account, email: freshEmail() },
  ]
  const calls: string[][] = []
  for (const login of logins) {
    const hashes = await countHashes(async () => {
      calls.push(await recordCalls(() => logIn(direct, login)))
    })
    expect(hashes).toBe(1)
  }
  const [wrong, unknown] = calls
  expect(unknown).toEqual(wrong)
})

describe('POST /auth/login over time', () => {
  const driver = direct
  const report = {
    content_id: '60d5ec49f1b2c72e4c8b4567',
    content_type: 2,
    issue_type: 1,
    comments: 'It is wrong',
  }

  test('accepts logins again after 15 minutes', async () => {
    const account = await openAccount(driver)
    for (let i = 0; i < 10; i++) await logIn(driver, { ...account, password: 'wrong-password' })
    expectError(await logIn(driver, account), 429, 1005)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 60 * 1000 })
    try {
      expectSuccess(await logIn(driver, account))
      expectError(await logIn(driver, { ...account, password: 'wrong-password' }), 401, 2101)
    } finally {
      vi.useRealTimers()
    }
  })

  test('an unused session ends 30 days after its login, to the millisecond', async () => {
    const account = await openAccount(driver)
    const { access_token, expires_at } = expectSuccess(await logIn(driver, account))
    const call = callAs(driver, access_token)
    vi.useFakeTimers({ toFake: ['Date'], now: expires_at - 1 })
    try {
      // A report does not count as a use of the session.
      expectSuccess(await call({ method: 'POST', path: '/users/report?course_id=1', body: report }))
      vi.setSystemTime(expires_at)
      expectError(await call({ method: 'GET', path: '/auth/me' }), 401, 1001)
      const patch = { method: 'PATCH', path: '/users/info', body: { attempt_number: 2 } }
      expectError(await call(patch), 401, 1001)
    } finally {
      vi.useRealTimers()
    }
  })
})
