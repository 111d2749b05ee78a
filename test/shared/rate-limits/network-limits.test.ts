import { afterEach, describe, expect, test, vi } from 'vitest'
import { freshEmail, logIn, register } from '../../support/accounts.ts'
import type { ApiResponse } from '../../support/api-request.ts'
import { fromNewNetwork } from '../../support/drivers.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'

const HOUR = 3600 * 1000
const setTime = (now: number) => vi.useFakeTimers({ toFake: ['Date'], now })
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

const registration = (email = freshEmail()) => ({
  method: 'POST',
  path: '/auth/register',
  body: { email, password: 'quiet-lamp-4', name: { first_name: 'Jo' } },
})

function expectLimited(response: ApiResponse, seconds: number): void {
  expectError(response, 429, 1005)
  expect(Number(response.headers['retry-after'])).toBe(seconds)
}

describe('registrations from one network', () => {
  test('are limited within an hour of the clock, also in parallel', async () => {
    vi.stubEnv('REGISTRATIONS_PER_IP', '3')
    const direct = fromNewNetwork()
    const hour = Math.ceil(Date.now() / HOUR) * HOUR
    setTime(hour)
    const requests = Array.from({ length: 5 }, () => direct.call(registration()))
    const statuses = (await Promise.all(requests)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 201).length).toBeLessThanOrEqual(3)
    for (let i = statuses.filter((status) => status === 201).length; i < 3; i++) {
      expectSuccess(await direct.call(registration()), 201)
    }
    const email = freshEmail()
    expectLimited(await direct.call(registration(email)), 3600)
    setTime(hour + HOUR)
    expectSuccess(await direct.call(registration(email)), 201)
  })

  test('count also when the address is taken', async () => {
    const direct = fromNewNetwork()
    setTime(Math.ceil(Date.now() / HOUR) * HOUR)
    const { email } = await register(direct)
    vi.stubEnv('REGISTRATIONS_PER_IP', '3')
    for (let i = 0; i < 2; i++) expectError(await direct.call(registration(email)), 409, 2102)
    expectLimited(await direct.call(registration(email)), 3600)
  })
})

describe('wrong passwords from one network', () => {
  test('are limited within an hour, whatever the e-mail, also for the right one', async () => {
    const direct = fromNewNetwork()
    const account = await openAccount(direct)
    vi.stubEnv('LOGIN_TRIES_PER_IP', '3')
    const start = Date.now()
    setTime(start)
    for (let i = 0; i < 3; i++) {
      const guess = { ...account, email: freshEmail() }
      expectError(await logIn(direct, guess), 401, 2101)
    }
    expectLimited(await logIn(direct, { ...account, email: freshEmail() }), 3600)
    expectLimited(await logIn(direct, account), 3600)
    setTime(start + HOUR)
    expectSuccess(await logIn(direct, account))
  })

  test('are logged with the network, the code and the route, and nothing else', async () => {
    const direct = fromNewNetwork()
    const account = await openAccount(direct)
    loggedLines.length = 0
    expectError(await logIn(direct, { ...account, password: 'a wrong one' }), 401, 2101)
    const line = loggedLines.map((one) => JSON.parse(one)).find(isRefusal)
    expect(line).toMatchObject({
      code: 2101,
      status: 401,
      route: expect.any(String),
      client_network: expect.stringMatching(/^10\.\d+\.\d+\.\d+$/),
    })
    expect(JSON.stringify(line)).not.toContain(account.email)
    expect(JSON.stringify(line)).not.toContain('a wrong one')
  })
})

const isRefusal = ({ message }: { message?: string }) => message === 'Request refused'
