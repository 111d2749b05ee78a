import { afterEach, expect, test, vi } from 'vitest'
import type { Fetch } from '../../../infra/client/send-by-fetch.ts'
import { UserApi } from '../../../infra/client/user-api.ts'

const HEALTHY = { is_data_encrypted: 0, data: { message: 'ok' } }

/** A client whose attempts get these statuses, and the header of each attempt. */
function client(...statuses: number[]) {
  const sent: (string | null)[] = []
  const fetch: Fetch = (_, { headers }) => {
    sent.push(new Headers(headers).get('x-dev-time'))
    const status = statuses.shift() ?? 200
    return Promise.resolve(Response.json(HEALTHY, { status, headers: { 'retry-after': '3' } }))
  }
  return { api: new UserApi({ baseUrl: '', fetch }), sent }
}

afterEach(() => void vi.useRealTimers())

test('each attempt has the time of the device’s clock', async () => {
  vi.useFakeTimers({ now: 1_714_400_000_000 })
  const { api, sent } = client(503)
  const health = api.health()
  await vi.advanceTimersByTimeAsync(3000)
  await health
  expect(sent).toEqual(['1714400000000', '1714400003000'])
})

test('a clock that has not 13 digits is not sent, because the API refuses it', async () => {
  vi.useFakeTimers({ now: 999_999_999_999 })
  const { api, sent } = client()
  await api.health()
  expect(sent).toEqual([null])
})
