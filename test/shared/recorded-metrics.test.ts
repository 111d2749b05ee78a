import { afterEach, describe, expect, test, vi } from 'vitest'
import { countFailure, FAILURES, writeMetrics } from '../../shared/metrics.ts'
import { newObjectId } from '../../shared/object-id.ts'
import { attemptOf, deliver } from '../support/attempts.ts'
import { direct } from '../support/drivers.ts'
import { awsError, invalidParameter, timeOut, withFault } from '../support/faults.ts'
import { metricLines } from '../support/logged-lines.ts'
import { metricsOf, parseMetricLine } from '../support/metrics.ts'
import { openAccount } from '../support/open-account.ts'
import { challenge, freshPhone, send, verify, wrongOtps } from '../support/phones.ts'
import { expectSuccess } from '../support/responses.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('phone verification records', () => {
  test('each SMS that was sent', async () => {
    const account = await openAccount(direct)
    expect(await metricsOf(() => send(account, freshPhone()))).toEqual({ SmsSent: 1 })
  })

  test.each([
    ['was refused', awsError('ThrottlingException')],
    ['may or may not have been sent', timeOut()],
  ])('each SMS that %s', async (_, error) => {
    const account = await openAccount(direct)
    const work = () =>
      withFault({ command: 'PublishCommand', error }, () => send(account, freshPhone()))
    expect(await metricsOf(work)).toEqual({ SmsFailed: 1 })
  })

  test('no failure when the number is invalid', async () => {
    const account = await openAccount(direct)
    const fault = { command: 'PublishCommand', error: invalidParameter('PhoneNumber') }
    expect(await metricsOf(() => withFault(fault, () => send(account, freshPhone())))).toEqual({})
  })

  test('a request that came too soon, and in one line also that the breaker is open', async () => {
    const account = await openAccount(direct)
    expectSuccess(await send(account, freshPhone()))
    expect(await metricsOf(() => send(account, freshPhone()))).toEqual({ RequestsLimited: 1 })
    vi.stubEnv('OTP_SENDS_OF_ALL', '1')
    await send(await openAccount(direct), freshPhone())
    const another = await openAccount(direct)
    const written = metricLines.length
    expect(await metricsOf(() => send(another, freshPhone()))).toEqual({
      SmsBreakerOpen: 1,
      RequestsLimited: 1,
    })
    expect(metricLines).toHaveLength(written + 1)
  })

  test('wrong and right OTPs', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    const [otp = ''] = wrongOtps(given.otp, 1)
    expect(await metricsOf(() => verify(account, { ...given, otp }))).toEqual({ OtpWrong: 1 })
    expect(await metricsOf(() => verify(account, given))).toEqual({ OtpVerified: 1 })
    expect(await metricsOf(() => verify(account, given))).toEqual({})
  })
})

describe('accounts record', () => {
  test('a refused login, and not a successful one', async () => {
    const { email, password } = await openAccount(direct)
    const logIn = (body: object) =>
      metricsOf(() => direct.call({ method: 'POST', path: '/auth/login', body }))
    expect(await logIn({ email, password: 'another one' })).toEqual({ LoginsRefused: 1 })
    expect(await logIn({ email: 'nobody@example.com', password })).toEqual({ LoginsRefused: 1 })
    expect(await logIn({ email, password })).toEqual({})
  })

  test('a deletion, and not one that failed', async () => {
    const account = await openAccount(direct)
    const work = () => account.call({ method: 'DELETE', path: '/users' })
    const fault = { command: 'TransactWriteItemsCommand', error: timeOut() }
    expect(await metricsOf(() => withFault(fault, work))).toEqual({})
    expect(await metricsOf(work)).toEqual({ AccountsDeleted: 1 })
  })
})

describe('the attempts worker records', () => {
  test('each attempt once, however often it is delivered', async () => {
    const { id } = await openAccount(direct)
    const [one, other] = [attemptOf(id), attemptOf(id)]
    expect(await metricsOf(() => deliver([one, other]))).toEqual({ AttemptsRecorded: 2 })
    expect(await metricsOf(() => deliver([one, attemptOf(id)]))).toEqual({ AttemptsRecorded: 1 })
    expect(await metricsOf(() => deliver([one, other]))).toEqual({})
  })

  test('attempts that it drops because the user is deleted', async () => {
    const work = () => deliver([attemptOf(newObjectId())])
    expect(await metricsOf(work)).toEqual({ AttemptsDropped: 1 })
  })
})

describe('the failures that stop a release', () => {
  const refused = awsError('AccessDeniedException')

  test.each([
    ['include a 500', refused, { [FAILURES]: 1 }],
    ['do not include a 503, which AWS causes', awsError('ThrottlingException'), {}],
  ])('%s', async (_, error, expected) => {
    const account = await openAccount(direct)
    const read = () => account.call({ method: 'GET', path: '/auth/me' })
    expect(await metricsOf(() => withFault({ command: 'GetItemCommand', error }, read))).toEqual(
      expected,
    )
  })

  test.each([
    ['include a failed record', refused, { [FAILURES]: 1 }],
    ['do not include a record that fails because of AWS', awsError('ThrottlingException'), {}],
  ])('%s', async (_, error, expected) => {
    const { id } = await openAccount(direct)
    const fault = { command: 'TransactWriteItemsCommand', error }
    expect(await metricsOf(() => withFault(fault, () => deliver([attemptOf(id)])))).toEqual(
      expected,
    )
  })

  test('have the function and the version as dimensions', () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'reader')
    vi.stubEnv('AWS_LAMBDA_FUNCTION_VERSION', '7')
    countFailure()
    countFailure()
    writeMetrics()
    const { _aws, ...values } = parseMetricLine(metricLines.at(-1) ?? '')
    expect(values).toEqual({ function_name: 'reader', function_version: '7', [FAILURES]: 2 })
    expect(_aws.CloudWatchMetrics[0]?.Dimensions).toEqual([['function_name', 'function_version']])
  })
})
