import { describe, expect, test, vi } from 'vitest'
import type { Fetch } from '../../../infra/client/send-by-fetch.ts'
import { UserApi } from '../../../infra/client/user-api.ts'

describe('the URL of the API', () => {
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
  })

  test.each(['http://127.0.0.1:3000', 'HTTPS://api.example.com/', 'https://example.com/api'])(
    'may be %s',
    (baseUrl) => {
      expect(new UserApi({ baseUrl })).toBeInstanceOf(UserApi)
    },
  )

  test('is refused with a user name and a password, which the error does not quote', () => {
    const create = () => new UserApi({ baseUrl: 'https://user:s3cret@api.example.com' })
    expect(create).toThrow('baseUrl must not contain a user name or a password')
    expect(new UserApi({ baseUrl: 'https://api.example.com/@v1' })).toBeInstanceOf(UserApi)
  })

  test.each(['', '/', '/api'])('may be relative: %j', (baseUrl) => {
    expect(new UserApi({ baseUrl })).toBeInstanceOf(UserApi)
  })

  test.each([undefined, new URL('https://api.example.com')])(
    'must be a string, not %s',
    (baseUrl) => {
      expect(() => new UserApi({ baseUrl: baseUrl as unknown as string })).toThrow(TypeError)
    },
  )

  test.each(['https://api.example.com/', 'https://api.example.com//'])(
    'may end with slashes: %s',
    async (baseUrl) => {
      const fetch = vi.fn<Fetch>(() => Promise.reject(new TypeError('offline')))
      await expect(new UserApi({ baseUrl, fetch, maxRetries: 0 }).health()).rejects.toThrow()
      const [url] = fetch.mock.calls[0] ?? []
      expect(url).toBe('https://api.example.com/health')
    },
  )
})
