import { randomInt } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readCounter } from '../../../shared/rate-limits/counters.ts'
import { freshEmail, logIn } from '../../support/accounts.ts'
import { countHashes } from '../../support/counted-hashes.ts'
import { directFrom } from '../../support/drivers.ts'
import { interrupted } from '../../support/faults.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { storedSessions } from '../../support/stack.ts'

const HOUR = 3600 * 1000
const MINUTE = 60 * 1000
const owner = directFrom('198.51.100.7')
/** Each try comes from another network, so only the limit of the e-mail address applies. */
const from = (network: number) => directFrom(`203.0.113.${network}`)
const setTime = (now: number) => vi.useFakeTimers({ toFake: ['Date'], now })

beforeEach(() => {
  vi.stubEnv('LOGIN_TRIES_PER_EMAIL', '3')
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

test('wrong passwords for one e-mail are limited over all networks, for an hour from the first', async () => {
  const account = await openAccount(owner)
  const wrong = { ...account, password: 'wrong-password' }
  const start = Date.now()
  for (const minute of [0, 20, 40]) {
    setTime(start + minute * MINUTE)
    expectError(await logIn(from(minute), wrong), 401, 2101)
  }
  const limited = await logIn(from(1), account)
  expectError(limited, 429, 1005)
  // Later tries neither count nor make the window longer.
  expect(limited.headers['retry-after']).toBe(String(20 * 60))
  setTime(start + HOUR - 1)
  expectError(await logIn(from(2), account), 429, 1005)
  setTime(start + HOUR)
  expectSuccess(await logIn(from(3), account))
})

test('wrong passwords for one e-mail do not limit another', async () => {
  const [account, other] = [await openAccount(owner), await openAccount(owner)]
  for (const network of [1, 2, 3]) {
    await logIn(from(network), { ...account, password: 'wrong-password' })
  }
  expectError(await logIn(from(4), account), 429, 1005)
  expectSuccess(await logIn(from(5), other))
})

test('an e-mail without an account is limited like one with an account', async () => {
  const nobody = { email: freshEmail(), password: 'wrong-password' }
  const body = nobody
  for (const network of [1, 2, 3, 4]) {
    const response = await from(network).call({ method: 'POST', path: '/auth/login', body })
    expectError(response, network < 4 ? 401 : 429, network < 4 ? 2101 : 1005)
  }
})

test('a right password is a 429 when the last wrong one is counted before its session opens', async () => {
  const account = await openAccount(owner)
  const wrong = { ...account, password: 'wrong-password' }
  for (const network of [1, 2]) expectError(await logIn(from(network), wrong), 401, 2101)
  const last = async () => expectError(await logIn(from(3), wrong), 401, 2101)
  const response = await interrupted('TransactWriteItemsCommand', last, () =>
    logIn(from(4), account),
  )
  expectError(response, 429, 1005)
  expect(await storedSessions(account)).toHaveLength(1)
})

test('a try beyond the limit costs no hash', async () => {
  const account = await openAccount(owner)
  for (const network of [1, 2, 3]) {
    await logIn(from(network), { ...account, password: 'wrong-password' })
  }
  const hashes = await countHashes(async () => {
    expectError(await logIn(from(4), account), 429, 1005)
  })
  expect(hashes).toBe(0)
})

test('a wrong password is counted by e-mail, by network, and by both', async () => {
  const { email } = await openAccount(owner)
  const network = `10.${[1, 2, 3].map(() => randomInt(256)).join('.')}`
  const client = directFrom(network)
  const body = { email, password: 'wrong-password' }
  expectError(await client.call({ method: 'POST', path: '/auth/login', body }), 401, 2101)
  // The names are part of stored keys: under another name, every count would start again.
  for (const [name, subject] of [
    ['login-email', email],
    ['login-email-ip', `${email} ${network}`],
    ['login-ip', network],
  ] as const) {
    expect(await readCounter({ name, subject }), name).toMatchObject({ count: 1 })
  }
})
