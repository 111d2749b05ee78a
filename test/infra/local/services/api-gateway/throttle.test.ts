import { describe, expect, it } from 'vitest'
import { createThrottle } from '../../../../../infra/local/services/api-gateway/throttle.ts'
import { startTestGateway } from './start-test-gateway.ts'

describe('a throttled route', () => {
  const throttles = { 'GET /slow': { ratePerSecond: 0.001, burst: 2 } }
  const routes = ['GET /slow', 'GET /free'].map((routeKey) => ({ routeKey, functionName: 'F' }))

  it('responds with 429 {message: Too Many Requests} once its burst is used up', async () => {
    const { url, events } = await startTestGateway(undefined, { routes, throttles })
    const statuses: number[] = []
    for (const path of ['/slow', '/slow', '/slow']) {
      const response = await fetch(url + path)
      statuses.push(response.status)
      if (response.status === 429) {
        expect(await response.json()).toEqual({ message: 'Too Many Requests' })
      }
    }

    expect(statuses).toEqual([200, 200, 429])
    expect(events).toHaveLength(2)
  })

  it('does not throttle other routes', async () => {
    const { url } = await startTestGateway(undefined, { routes, throttles })
    const paths = ['/slow', '/slow', '/slow', '/free', '/free', '/free']
    const responses = await Promise.all(paths.map((path) => fetch(url + path)))

    expect(responses.slice(3).map(({ status }) => status)).toEqual([200, 200, 200])
  })
})

describe('a token bucket', () => {
  function startClock() {
    const clock = { ms: 0 }
    const admit = createThrottle({ r: { ratePerSecond: 10, burst: 2 } }, () => clock.ms)
    return { clock, take: () => admit('r') }
  }

  it('fills at its rate', () => {
    const { clock, take } = startClock()
    expect([take(), take(), take()]).toEqual([true, true, false])
    clock.ms = 99
    expect(take()).toBe(false)
    clock.ms = 100
    expect([take(), take()]).toEqual([true, false])
  })

  it('never holds more than its burst', () => {
    const { clock, take } = startClock()
    clock.ms = 3_600_000

    expect([take(), take(), take()]).toEqual([true, true, false])
  })
})
