import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Account } from '../../support/accounts.ts'
import type { ApiResponse } from '../../support/api-request.ts'
import { direct } from '../../support/drivers.ts'
import { interrupted } from '../../support/faults.ts'
import { newHour } from '../../support/new-hour.ts'
import { openAccount } from '../../support/open-account.ts'
import {
  challenge,
  freshPhone,
  link,
  send,
  smsTo,
  verify,
  wrongOtps,
} from '../../support/phones.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { storedOtps } from '../../support/stack.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND
const setTime = (now: number) => vi.useFakeTimers({ toFake: ['Date'], now })
const goOn = (ms: number) => setTime(Date.now() + ms)
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

function expectLimited(response: ApiResponse, seconds: number): void {
  expectError(response, 429, 1005)
  expect(Number(response.headers['retry-after'])).toBe(seconds)
}

describe('a user', () => {
  test('can request another SMS after 30 seconds, to the millisecond', async () => {
    const account = await openAccount(direct)
    const start = Date.now()
    setTime(start)
    expectSuccess(await send(account, freshPhone()))
    setTime(start + 30 * SECOND - 1)
    expectLimited(await send(account, freshPhone()), 1)
    setTime(start + 30 * SECOND)
    expectSuccess(await send(account, freshPhone()))
  })

  test('can request five SMS within any hour', async () => {
    const account = await openAccount(direct)
    // The worst case for a window that begins with the clock, or with the first SMS.
    const times = [0, 56, 57, 58, 59].map((minute) => Date.now() + minute * 60 * SECOND)
    for (const time of times) {
      setTime(time)
      expectSuccess(await send(account, freshPhone()))
    }
    const [first = 0, second = 0] = times
    setTime(first + HOUR - 1)
    expectLimited(await send(account, freshPhone()), 1)
    setTime(first + HOUR)
    expectSuccess(await send(account, freshPhone()))
    goOn(30 * SECOND)
    expectLimited(await send(account, freshPhone()), (second - first - 30 * SECOND) / SECOND)
    setTime(second + HOUR)
    expectSuccess(await send(account, freshPhone()))
  })

  test('can request SMS to ten distinct numbers a day, and to those again', async () => {
    const account = await openAccount(direct)
    // The most that a stage can allow.
    vi.stubEnv('OTP_SENDS_PER_USER', '50')
    const midnight = Math.ceil(Date.now() / (24 * HOUR)) * 24 * HOUR
    setTime(midnight)
    const known = freshPhone()
    expectSuccess(await send(account, known))
    for (let i = 0; i < 9; i++) {
      goOn(30 * SECOND)
      expectSuccess(await send(account, freshPhone()))
    }
    goOn(30 * SECOND)
    expectLimited(await send(account, freshPhone()), 24 * 3600 - 300)
    expectSuccess(await send(account, `0${known}`))
    setTime(midnight + 24 * HOUR)
    expectSuccess(await send(account, freshPhone()))
  })

  test('has all items in one partition of the table, each with a TTL', async () => {
    const account = await openAccount(direct)
    const { oti } = await challenge(account, freshPhone())
    const keys = (await storedOtps(account.id)).map(({ sk }) => String(sk).split('#')[0])
    expect(keys.sort()).toEqual(['OTI', 'TRIES', 'TRIES'])
    for (const item of await storedOtps(account.id)) {
      expect(item.expiresAt).toBeGreaterThan(Date.now() / 1000)
      expect(JSON.stringify(item)).not.toContain(oti)
    }
  })
})

describe('a phone', () => {
  test('gets five SMS within any hour, from all users together', async () => {
    const phone = freshPhone()
    const accounts: Account[] = []
    for (let i = 0; i < 7; i++) accounts.push(await openAccount(direct))
    const start = Date.now()
    setTime(start)
    for (const account of accounts.slice(0, 5)) expectSuccess(await send(account, phone))
    const [, , , , , sixth, seventh] = accounts
    if (!sixth || !seventh) throw new Error('There are seven accounts')
    setTime(start + HOUR - 1)
    expectLimited(await send(sixth, phone), 1)
    setTime(start + HOUR)
    expectSuccess(await send(seventh, phone))
    expect(await smsTo(phone)).toHaveLength(6)
  })

  test('gets ten SMS within any day, from all users together', async () => {
    const phone = freshPhone()
    const start = Date.now()
    for (let i = 0; i < 10; i++) {
      setTime(start + i * HOUR)
      expectSuccess(await send(await openAccount(direct), phone))
    }
    setTime(start + 24 * HOUR - SECOND)
    expectLimited(await send(await openAccount(direct), phone), 1)
    setTime(start + 24 * HOUR)
    expectSuccess(await send(await openAccount(direct), phone))
  })

  test('gets the SMS that its own account requests, whatever strangers requested before', async () => {
    const phone = freshPhone()
    const owner = await openAccount(direct)
    await link(owner, phone)
    for (let i = 0; i < 4; i++) expectError(await send(await openAccount(direct), phone), 409, 3708)
    expectError(await send(await openAccount(direct), phone), 429, 1005)
    goOn(30 * SECOND)
    expectSuccess(await send(owner, phone))
    vi.stubEnv('OTP_SENDS_PER_PHONE', '1')
    goOn(30 * SECOND)
    expectError(await send(owner, phone), 429, 1005)
  })
})

describe('an hour of the clock', () => {
  test('allows as many SMS per IP address as the stage says', async () => {
    vi.stubEnv('OTP_SENDS_PER_IP', '3')
    const hour = newHour()
    setTime(hour)
    const accounts = await Promise.all(Array.from({ length: 5 }, () => openAccount(direct)))
    const responses = await Promise.all(accounts.map((account) => send(account, freshPhone())))
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429])
    const [refused] = accounts.filter((_, index) => responses[index]?.status === 429)
    setTime(hour + HOUR - 1)
    if (refused) expectLimited(await send(refused, freshPhone()), 1)
    setTime(hour + HOUR)
    if (refused) expectSuccess(await send(refused, freshPhone()))
  })

  test('allows at most as many SMS in total as the stage says', async () => {
    vi.stubEnv('OTP_SENDS_OF_ALL', '20')
    setTime(newHour())
    const accounts = await Promise.all(Array.from({ length: 40 }, () => openAccount(direct)))
    const phones = accounts.map(() => freshPhone())
    const responses = await Promise.all(accounts.map((one, i) => send(one, phones[i] ?? '')))
    const sent = responses.filter(({ status }) => status === 200).length
    // Shards are chosen at random, so some are full before others.
    expect(sent).toBeGreaterThanOrEqual(10)
    expect(sent).toBeLessThanOrEqual(20)
    const messages = await Promise.all(phones.map((phone) => smsTo(phone)))
    expect(messages.flat()).toHaveLength(sent)
  })
})

describe('wrong OTPs', () => {
  /** Sends as many wrong OTPs as one OTI allows. */
  async function guess(account: Account, phone: string, count = 5): Promise<void> {
    const given = await challenge(account, phone)
    for (const otp of wrongOtps(given.otp, count)) {
      expectError(await verify(account, { ...given, otp }), 400, 2002)
    }
  }

  test('are limited to 20 within any hour per user, over all OTIs', async () => {
    const account = await openAccount(direct)
    const start = Date.now()
    setTime(start)
    for (let i = 0; i < 4; i++) {
      await guess(account, freshPhone())
      goOn(30 * SECOND)
    }
    const given = await challenge(account, freshPhone())
    expectLimited(await verify(account, { ...given, otp: '000000' }), 3600 - 120)
    expectLimited(await verify(account, given), 3600 - 120)
    setTime(start + HOUR)
    expectSuccess(await verify(account, await challenge(account, freshPhone())))
  })

  test('are limited to 20 within any hour per phone, over all users, but for the first of each OTI', async () => {
    vi.stubEnv('OTP_SENDS_PER_PHONE', '10')
    const phone = freshPhone()
    // Of the five for each OTI, the phone's limit counts four.
    for (let i = 0; i < 5; i++) await guess(await openAccount(direct), phone)
    const owner = await openAccount(direct)
    const given = await challenge(owner, phone)
    const [wrong = ''] = wrongOtps(given.otp, 1)
    expectError(await verify(owner, { ...given, otp: wrong }), 400, 2002)
    expectError(await verify(owner, given), 429, 1005)
    expectError(await verify(owner, { ...given, otp: wrong }), 429, 1005)
    goOn(30 * SECOND)
    expectSuccess(await verify(owner, await challenge(owner, phone)))
  })

  test('sent in parallel for one OTI: only one is exempt from the phone’s limit, as the first of the OTI', async () => {
    vi.stubEnv('OTP_TRIES_PER_PHONE', '1')
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    const guesses = wrongOtps(given.otp, 5).map((otp) => verify(account, { ...given, otp }))
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 400).length).toBeLessThanOrEqual(2)
    expect(statuses.filter((status) => ![400, 429, 503].includes(status))).toEqual([])
  })

  test('count against a phone when the right one comes after a wrong one', async () => {
    vi.stubEnv('OTP_TRIES_PER_PHONE', '1')
    const [stranger, account] = [await openAccount(direct), await openAccount(direct)]
    const phone = freshPhone()
    await guess(stranger, phone, 2)
    const given = await challenge(account, phone)
    await interrupted(
      'TransactWriteItemsCommand',
      async () => {
        const [otp = ''] = wrongOtps(given.otp, 1)
        expectError(await verify(account, { ...given, otp }), 400, 2002)
      },
      async () => expectError(await verify(account, given), 429, 1005),
    )
  })

  test('sent in parallel, 25 at once, get at most 20 results', async () => {
    const account = await openAccount(direct)
    const given = []
    for (let i = 0; i < 5; i++) {
      given.push(await challenge(account, freshPhone()))
      goOn(30 * SECOND)
    }
    const guesses = given.flatMap((one) => wrongOtps(one.otp, 5).map((otp) => ({ ...one, otp })))
    const responses = await Promise.all(guesses.map((one) => verify(account, one)))
    const statuses = responses.map(({ status }) => status)
    expect(statuses.filter((status) => status === 400).length).toBeLessThanOrEqual(20)
    expect(statuses.filter((status) => ![400, 429].includes(status))).toEqual([])
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0)
  })

  test('count against the phone of the SMS, not the phone of the request', async () => {
    const [account, owner] = [await openAccount(direct), await openAccount(direct)]
    vi.stubEnv('OTP_TRIES_PER_PHONE', '4')
    const phone = freshPhone()
    const given = await challenge(account, freshPhone())
    for (const otp of wrongOtps(given.otp, 5)) {
      expectError(await verify(account, { ...given, value: phone, otp }), 400, 2002)
    }
    const theirs = await challenge(owner, phone)
    // The first try would succeed anyway.
    const [wrong = ''] = wrongOtps(theirs.otp, 1)
    expectError(await verify(owner, { ...theirs, otp: wrong }), 400, 2002)
    expectSuccess(await verify(owner, theirs))
  })
})
