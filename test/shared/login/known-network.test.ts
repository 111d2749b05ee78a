import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test, vi } from 'vitest'
import { counterKey } from '../../../shared/rate-limits/counters.ts'
import { type Account, callAs, logIn } from '../../support/accounts.ts'
import { directFrom } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { recordCalls } from '../../support/recorded-calls.ts'
import { NEW_PASSWORD, recover, registerWithPhone, reset } from '../../support/recoveries.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { stack, storedSessions, tables } from '../../support/stack.ts'

const home = directFrom('198.51.100.1')
const elsewhere = directFrom('198.51.100.2')
const wrong = (account: Account) => ({ ...account, password: 'wrong-password' })

/** Stores the counter of an e-mail as 100 wrong passwords within the last hour leave it. */
async function useUpHourlyLimit({ email }: Account): Promise<void> {
  const windowEndsAt = Date.now() + 60 * 60 * 1000
  const Item = { ...counterKey({ name: 'login-email', subject: email }), count: 100, windowEndsAt }
  await tables.send(new PutCommand({ TableName: stack.otpsTableName, Item }))
}

test('strangers cannot lock the owner out of a network from which they have a session', async () => {
  const account = await openAccount(home)
  for (let network = 1; network <= 10; network++) {
    const attacker = directFrom(`203.0.113.${network}`)
    for (let i = 0; i < 10; i++) expectError(await logIn(attacker, wrong(account)), 401, 2101)
  }
  expectError(await logIn(elsewhere, account), 429, 1005)
  const { access_token } = expectSuccess(await logIn(home, account))
  expectSuccess(await callAs(home, access_token)({ method: 'GET', path: '/auth/me' }))
})

test('a network is known when one of several sessions is from it', async () => {
  const account = await openAccount(home)
  expectSuccess(await logIn(elsewhere, account))
  await useUpHourlyLimit(account)
  expectSuccess(await logIn(home, account))
  expectSuccess(await logIn(elsewhere, account))
  expectError(await logIn(directFrom('203.0.113.1'), account), 429, 1005)
})

test('ten wrong passwords from a known network are limited too', async () => {
  const account = await openAccount(home)
  await useUpHourlyLimit(account)
  for (let i = 0; i < 10; i++) expectError(await logIn(home, wrong(account)), 401, 2101)
  expectError(await logIn(home, account), 429, 1005)
})

test('a network is unknown when its session has ended', async () => {
  const account = await openAccount(home)
  expectSuccess(await logIn(elsewhere, account))
  await account.call({ method: 'POST', path: '/auth/logout' })
  await useUpHourlyLimit(account)
  expectError(await logIn(home, account), 429, 1005)
  expectSuccess(await logIn(elsewhere, account))
  const networks = (await storedSessions(account)).map(({ network }) => network)
  expect(networks).toEqual(['198.51.100.2', '198.51.100.2'])
})

test('a network is unknown when its session has expired', async () => {
  const account = await openAccount(home)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * 24 * 60 * 60 * 1000 })
  try {
    await useUpHourlyLimit(account)
    expectError(await logIn(home, account), 429, 1005)
  } finally {
    vi.useRealTimers()
  }
})

test('a wrong password takes the same calls from a known network as from another', async () => {
  const account = await openAccount(home)
  await logIn(directFrom('203.0.113.1'), wrong(account))
  // The first wrong password of a network opens its counter, with a call more.
  const other = wrong(await openAccount(home))
  await logIn(home, other)
  await logIn(elsewhere, other)
  const known = await recordCalls(() => logIn(home, wrong(account)))
  const unknown = await recordCalls(() => logIn(elsewhere, wrong(account)))
  expect(known).toEqual(unknown)
})

test('a reset of the password, which ends every session, clears the hourly limit', async () => {
  const account = await registerWithPhone(home)
  await useUpHourlyLimit(account)
  expectError(await logIn(elsewhere, account), 429, 1005)
  expectSuccess(await reset(home, await recover(home, account)))
  expectSuccess(await logIn(elsewhere, { ...account, password: NEW_PASSWORD }))
})

test('after a reset, the user can log in from where ten wrong passwords were tried', async () => {
  const account = await registerWithPhone(home)
  for (let i = 0; i < 10; i++) expectError(await logIn(elsewhere, wrong(account)), 401, 2101)
  expectError(await logIn(elsewhere, account), 429, 1005)
  expectSuccess(await reset(elsewhere, await recover(elsewhere, account)))
  expectSuccess(await logIn(elsewhere, { ...account, password: NEW_PASSWORD }))
})
