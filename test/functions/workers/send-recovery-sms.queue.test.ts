import { afterEach, describe, expect, test, vi } from 'vitest'
import { FAILURES } from '../../../shared/metrics.ts'
import { freePhone } from '../../../shared/phone-verification/phone-claims.ts'
import { freshEmail } from '../../support/accounts.ts'
import { direct } from '../../support/drivers.ts'
import {
  awsError,
  interrupted,
  invalidParameter,
  timeOut,
  withFault,
} from '../../support/faults.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { metricsOf } from '../../support/metrics.ts'
import { openAccount } from '../../support/open-account.ts'
import { challenge, freshPhone, link, smsTo } from '../../support/phones.ts'
import {
  byPhone,
  deliver,
  recoverySmsTo,
  registerWithPhone,
  request,
  reset,
} from '../../support/recoveries.ts'
import { expectSuccess } from '../../support/responses.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

/** The number of recovery SMS to a phone. */
const sent = async (phone: string) => (await recoverySmsTo(phone)).length

describe('a message of a recovery', () => {
  test('has identifier and OTP, and of the OTI only the hash', async () => {
    const { email } = await registerWithPhone(direct)
    const { message, otp, oti } = await request(direct, { email })
    expect(JSON.parse(message)).toEqual({
      identifier: email,
      otp,
      oti_hash: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(message).not.toContain(oti)
  })

  test('sends one SMS, also when it is delivered three times, in one batch or later', async () => {
    const { email, phone } = await registerWithPhone(direct)
    const { message } = await request(direct, { email })
    expect(await deliver(message, message)).toEqual([])
    expect(await deliver(message)).toEqual([])
    expect(await sent(phone)).toBe(1)
  })

  test('sends nothing after its OTP has expired', async () => {
    const { email, phone } = await registerWithPhone(direct)
    const { message, expiry_time } = await request(direct, { email })
    vi.useFakeTimers({ toFake: ['Date'], now: expiry_time })
    expect(await deliver(message)).toEqual([])
    expect(await sent(phone)).toBe(0)
    vi.setSystemTime(expiry_time - 1)
    expect(await deliver(message)).toEqual([])
    expect(await sent(phone)).toBe(1)
  })

  test('sends nothing for an account without a phone, for none, or a phone that is not verified', async () => {
    const account = await openAccount(direct)
    const phone = freshPhone()
    await challenge(account, phone)
    const before = (await smsTo(phone)).length
    for (const body of [{ email: account.email }, { email: freshEmail() }, byPhone(phone)]) {
      expect(await deliver((await request(direct, body)).message)).toEqual([])
    }
    expect(await smsTo(phone)).toHaveLength(before)
  })

  test('sends nothing to a phone that was verified in the last seven days, but not with the registration', async () => {
    const account = await openAccount(direct)
    const phone = freshPhone()
    const day = 24 * 60 * 60 * 1000
    const linkedAt = Date.now() + 2 * day
    vi.useFakeTimers({ toFake: ['Date'], now: linkedAt })
    await link(account, phone)
    vi.setSystemTime(linkedAt + 7 * day - 1000)
    expect(await deliver((await request(direct, { email: account.email })).message)).toEqual([])
    expect(await sent(phone)).toBe(0)
    vi.setSystemTime(linkedAt + 7 * day + 1000)
    expect(await deliver((await request(direct, { email: account.email })).message)).toEqual([])
    expect(await sent(phone)).toBe(1)
  })

  test('sends nothing to a phone that replaced another in the last seven days, also on the day of the registration', async () => {
    vi.stubEnv('OTP_COOLDOWN_SECONDS', '0')
    const account = await registerWithPhone(direct)
    const stolen = freshPhone()
    const linkedAt = Date.now()
    await link(account, stolen)
    expect(await deliver((await request(direct, { email: account.email })).message)).toEqual([])
    expect([await sent(account.phone), await sent(stolen)]).toEqual([0, 0])
    vi.useFakeTimers({ toFake: ['Date'], now: linkedAt + 7 * 24 * 60 * 60 * 1000 + 1000 })
    expect(await deliver((await request(direct, { email: account.email })).message)).toEqual([])
    expect(await sent(stolen)).toBe(1)
  })

  test('sends to the phone that the account has when it counts the SMS, and never to the one before', async () => {
    vi.stubEnv('OTP_COOLDOWN_SECONDS', '0')
    const account = await registerWithPhone(direct)
    const { message, ...recovery } = await request(direct, { email: account.email })
    const next = freshPhone()
    const move = async () => {
      // The account has no phone then, so that the next one may reset the password at once.
      expect(await freePhone(account.id, `+91${account.phone}`)).toBe(true)
      await link(account, next)
    }
    const failed = await interrupted('TransactWriteItemsCommand', move, () => deliver(message))
    expect(failed).toEqual([])
    expect([await sent(account.phone), await sent(next)]).toEqual([0, 1])
    expectSuccess(await reset(direct, recovery))
  })

  test('sends nothing for another identifier than the one that was requested', async () => {
    const { phone } = await registerWithPhone(direct)
    const { message } = await request(direct, { email: freshEmail() })
    await deliver(JSON.stringify({ ...JSON.parse(message), identifier: `+91${phone}` }))
    expect(await sent(phone)).toBe(0)
  })
})

describe('SMS of recoveries', () => {
  test('are limited to five an hour and ten a day per phone, whichever the identifier', async () => {
    const { email, phone } = await registerWithPhone(direct)
    const sendSix = async () => {
      for (let i = 0; i < 6; i++) {
        const body = i % 2 ? { email } : byPhone(phone)
        expect(await deliver((await request(direct, body)).message)).toEqual([])
      }
    }
    const start = Date.now()
    await sendSix()
    expect(await sent(phone)).toBe(5)
    vi.useFakeTimers({ toFake: ['Date'], now: start + 3_700_000 })
    await sendSix()
    expect(await sent(phone)).toBe(10)
    vi.setSystemTime(start + 2 * 3_700_000)
    await sendSix()
    expect(await sent(phone)).toBe(10)
  })

  test('have a breaker apart from that of phone verification', async () => {
    vi.stubEnv('RECOVERY_SENDS_OF_ALL', '0')
    const { email, phone } = await registerWithPhone(direct)
    const { message } = await request(direct, { email })
    const metrics = await metricsOf(async () => {
      expect(await deliver(message)).toEqual([])
    })
    expect(metrics).toEqual({ RecoveryBreakerOpen: 1 })
    expect(await sent(phone)).toBe(0)

    vi.stubEnv('RECOVERY_SENDS_OF_ALL', '100000')
    vi.stubEnv('OTP_SENDS_OF_ALL', '0')
    expect(await metricsOf(() => deliver(message))).toEqual({ SmsSent: 1 })
    expect(await sent(phone)).toBe(1)
  })

  test.each([
    ['refuses', { error: awsError('ThrottledException') }, { SmsFailed: 1 }],
    ['times out', { error: timeOut(), afterCommit: true }, { SmsFailed: 1 }],
    ['does not know the number', { error: invalidParameter('PhoneNumber') }, {}],
  ])('are not retried when SNS %s', async (_, fault, counted) => {
    const { email, phone } = await registerWithPhone(direct)
    const { message, otp } = await request(direct, { email })
    const metrics = await metricsOf(async () => {
      const once = { command: 'PublishCommand', ...fault }
      expect(await withFault(once, () => deliver(message))).toEqual([])
    })
    expect(metrics).toEqual(counted)
    const before = await sent(phone)
    expect(await deliver(message)).toEqual([])
    expect(await sent(phone)).toBe(before)
    expect(loggedLines.join('\n')).not.toContain(otp)
    // SNS quotes the number in its error: see `invalidParameter`.
    expect(loggedLines.join('\n')).not.toMatch(/\+91\d/)
  })
})

describe('a message that fails', () => {
  test('is one whose SMS has no text: a failure of ours, which stops a release', async () => {
    const { email, phone } = await registerWithPhone(direct)
    const { message } = await request(direct, { email })
    vi.stubEnv('RECOVERY_SMS_TEXT', undefined)
    const counted = await metricsOf(async () => {
      expect(await deliver(message)).toEqual([0])
    })
    expect(counted).toEqual({ RecoveriesFailed: 1, [FAILURES]: 1 })
    vi.unstubAllEnvs()
    expect(await deliver(message)).toEqual([])
    expect(await sent(phone)).toBe(1)
  })

  test('is returned to the queue, and those beside it are handled', async () => {
    const { email, phone } = await registerWithPhone(direct)
    const { message } = await request(direct, { email })
    expect(await deliver('no JSON', message, '{"identifier":"a@example.com"}')).toEqual([0, 2])
    expect(await sent(phone)).toBe(1)
  })

  test('is one whose account changes during each of four attempts', async () => {
    const { email, phone } = await registerWithPhone(direct)
    const { message } = await request(direct, { email })
    // The first item is the condition that the account has not changed.
    const reasons = [{ Code: 'ConditionalCheckFailed' }, ...Array(4).fill({ Code: 'None' })]
    const error = awsError('TransactionCanceledException', { CancellationReasons: reasons })
    const fault = { command: 'TransactWriteItemsCommand', error, times: 4 }
    expect(await withFault(fault, () => deliver(message))).toEqual([0])
    expect(await sent(phone)).toBe(0)
  })

  test('sends its SMS when the trouble is over', async () => {
    const { email, phone } = await registerWithPhone(direct)
    const { message } = await request(direct, { email })
    const fault = { command: 'TransactWriteItemsCommand', error: timeOut() }
    expect(await withFault(fault, () => deliver(message))).toEqual([0])
    expect(await sent(phone)).toBe(0)
    expect(await deliver(message)).toEqual([])
    expect(await sent(phone)).toBe(1)
  })
})
