import { afterEach, expect, test, vi } from 'vitest'
import {
  executedVersion,
  originSecrets,
  resourceName,
  routeTable,
  SERVICE_VARIABLE,
  serviceName,
  setting,
  textSetting,
} from '../../shared/config.ts'

afterEach(() => void vi.unstubAllEnvs())

test('variables are read when they are used, not on import', () => {
  vi.stubEnv('USERS_TABLE_NAME', 'users')
  vi.stubEnv('OTP_SECONDS', '300')
  vi.stubEnv('SMS_TEXT', 'Your code is {otp}')
  vi.stubEnv('ROUTES', '{"/health":["GET"]}')
  expect(resourceName('usersTable')).toBe('users')
  expect(setting('otpSeconds')).toBe(300)
  expect(textSetting('smsText')).toBe('Your code is {otp}')
  expect(routeTable()).toEqual({ '/health': ['GET'] })
})

test('a variable that is not set is named', () => {
  vi.stubEnv('RECOVERIES_URL', undefined)
  expect(() => resourceName('recoveries')).toThrow(
    'The environment variable RECOVERIES_URL is not set',
  )
})

test('an empty text is a value', () => {
  vi.stubEnv('SMS_SENDER_ID', '')
  expect(textSetting('smsSenderId')).toBe('')
})

test('log lines and metrics have a service and a version outside of Lambda too', () => {
  vi.stubEnv(SERVICE_VARIABLE, undefined)
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', undefined)
  vi.stubEnv('AWS_LAMBDA_FUNCTION_VERSION', undefined)
  expect(serviceName()).toBe('user-api')
  expect(executedVersion()).toEqual({ name: 'unknown', version: '$LATEST' })
})

test('on Lambda they have those of the stack and the function', () => {
  vi.stubEnv(SERVICE_VARIABLE, 'user-api-prod')
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'me')
  vi.stubEnv('AWS_LAMBDA_FUNCTION_VERSION', '7')
  expect(serviceName()).toBe('user-api-prod')
  expect(executedVersion()).toEqual({ name: 'me', version: '7' })
})

test('there are as many origin secrets as CloudFront may send: none without CloudFront', () => {
  vi.stubEnv('ORIGIN_SECRETS', 'new,old')
  expect(originSecrets()).toEqual(['new', 'old'])
  vi.stubEnv('ORIGIN_SECRETS', undefined)
  expect(originSecrets()).toEqual([])
})
