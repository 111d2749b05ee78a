import { afterEach, describe, expect, test, vi } from 'vitest'
import { SERVICE_VARIABLE } from '../../shared/config.ts'
import { ServiceUnavailableError } from '../../shared/errors.ts'
import { loggedLines } from '../support/logged-lines.ts'

// Another file of this worker may have begun the first invocation, which the cold start is.
vi.resetModules()
const { beginInvocation } = await import('../../shared/invocation.ts')
const { logDeviceClock, logError } = await import('../../shared/log.ts')

const lastLine = () => JSON.parse(loggedLines.at(-1) ?? '')

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

describe('a log line', () => {
  test('has the fields of Powertools for AWS, without those that are unknown or false', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 22) })
    vi.stubEnv(SERVICE_VARIABLE, 'user-api-prod')
    vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-5759e988-bd862e3f;Parent=53995c3f;Sampled=1')
    beginInvocation({ awsRequestId: 'lambda-1' })
    logDeviceClock('gateway-1', 20)
    const line = {
      level: 'INFO',
      message: 'Device clock',
      timestamp: '2026-11-22T00:00:00.000Z',
      service: 'user-api-prod',
      function_request_id: 'lambda-1',
      xray_trace_id: '1-5759e988-bd862e3f',
      correlation_id: 'gateway-1',
      device_clock_skew_ms: 20,
    }
    expect(lastLine()).toEqual({ ...line, cold_start: true })
    vi.stubEnv('_X_AMZN_TRACE_ID', undefined)
    beginInvocation({ awsRequestId: 'lambda-2' })
    logDeviceClock('gateway-2', 20)
    expect(lastLine()).toEqual({
      ...line,
      function_request_id: 'lambda-2',
      xray_trace_id: undefined,
      correlation_id: 'gateway-2',
    })
  })

  test('of an error has its name, code and stack frames, and its message only when AWS wrote it', () => {
    const ours = new TypeError('the body was canary', { cause: new RangeError('canary') })
    logError('gateway-3', new ServiceUnavailableError(), ours)
    expect(lastLine()).toMatchObject({
      level: 'ERROR',
      message: 'Request failed',
      correlation_id: 'gateway-3',
      code: 1009,
      error: {
        name: 'TypeError',
        stack: expect.stringMatching(/^ {4}at .*log\.test\.ts/),
        cause: { name: 'RangeError' },
      },
    })
    expect(loggedLines.at(-1)).not.toContain('canary')
    const aws = Object.assign(new Error('Rate exceeded'), {
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 400, requestId: 'aws-1', attempts: 3 },
    })
    logError('gateway-4', new ServiceUnavailableError(), aws)
    expect(lastLine()).toMatchObject({
      error: { name: 'ThrottlingException', message: 'Rate exceeded' },
      aws: { requestId: 'aws-1', attempts: 3 },
    })
  })

  test('of a thrown string has only its type', () => {
    logError('gateway-5', new ServiceUnavailableError(), 'canary')
    expect(lastLine().error).toEqual({ name: 'string' })
  })
})
