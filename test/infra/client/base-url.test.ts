import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Fetch } from '../../../infra/client/send-by-fetch.ts'
import { UserApi } from '../../../infra/client/user-api.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the URL of the API', () => {
  const fetch: Fetch = () => Promise.reject(new TypeError('offline'))

  test.each([
    'api.example.com',
    'localhost:3000',
    '//api.example.com',
    'https://',
    'https://api.example.com?stage=prod',
    'ftp://api.example.com',
  ])('is refused at once: %s', (baseUrl) => {
    expect(() => new UserApi({ baseUrl })).toThrow(
      /baseUrl must be a URL such as https:.*, but is "/,
    )
    expect(() => new UserApi({ baseUrl, fetch })).toThrow(TypeError)
  })

  test('is refused when it is missing, as in JavaScript', () => {
    expect(() => new UserApi(JSON.parse('{}'))).toThrow('baseUrl must be a URL')
  })

  test.each(['http://127.0.0.1:3000', 'HTTPS://api.example.com/', 'https://example.com/api'])(
    'may be %s',
    (baseUrl) => {
      expect(new UserApi({ baseUrl })).toBeInstanceOf(UserApi)
    },
  )

  test.each(['', '/', '/api'])(
    'may be relative in a page or with the option `fetch`: %j',
    (baseUrl) => {
      expect(() => new UserApi({ baseUrl })).toThrow(TypeError)
      expect(new UserApi({ baseUrl, fetch })).toBeInstanceOf(UserApi)
      vi.stubGlobal('location', { origin: 'https://app.example.com' })
      expect(new UserApi({ baseUrl })).toBeInstanceOf(UserApi)
    },
  )
})
