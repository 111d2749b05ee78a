import { describe, expect, test } from 'vitest'
import { clientNetwork } from '../../../shared/http/client-network.ts'
import { direct } from '../../support/drivers.ts'
import { toEvent } from '../../support/event.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError } from '../../support/responses.ts'

describe('the network of a client', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.77', '192.0.2.77'],
    ['::ffff:192.0.2.7x', '::ffff:192.0.2.7x'],
    ['x::ffff:192.0.2.7', 'x::ffff:192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:1::', '2001:db8:1:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
    ['not an address', 'not an address'],
    ['', ''],
  ])('of %s is %s', (ip, network) => {
    expect(clientNetwork(ip)).toBe(network)
  })
})

test('wrong passwords from all addresses of a /64 are limited together', async () => {
  const { handler } = await import('../../../functions/auth/login.post.ts')
  const { email } = await openAccount(direct)
  const logIn = async (ip: string) => {
    const event = toEvent({ method: 'POST', path: '/auth/login', body: { email, password: 'no' } })
    event.requestContext.http.sourceIp = ip
    const { statusCode = 0, body = '' } = (await handler(event as never, {} as never)) as {
      statusCode?: number
      body?: string
    }
    return { status: statusCode, headers: {}, body: JSON.parse(body) }
  }
  for (let i = 1; i <= 10; i++) expectError(await logIn(`2001:db8:1:2::${i}`), 401, 2101)
  expectError(await logIn('2001:db8:1:2:a:b:c:d'), 429, 1005)
  expectError(await logIn('2001:db8:1:3::1'), 401, 2101)
})
