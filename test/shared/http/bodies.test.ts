import { beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../../support/accounts.ts'
import { direct, drivers } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { storedItem } from '../../support/stack.ts'

describe.each(drivers)('a body over $name', (driver) => {
  let account: Account
  beforeAll(async () => {
    account = await openAccount(driver)
  })
  const patch = (body: string, headers?: Record<string, string>) =>
    account.call({ method: 'PATCH', path: '/users/info', body, headers })

  test.each([
    ['none', {}],
    ['application/json', { 'content-type': 'application/json; charset=utf-8' }],
    ['a form, as curl sends by default', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text/plain', { 'content-type': 'text/plain' }],
  ])('is parsed as JSON when the content-type is %s', async (_, headers) => {
    const data = expectSuccess(await patch('{"background_info":"ça va 🎓"}', { ...headers }))
    expect(data.background_info).toBe('ça va 🎓')
  })

  test('may start with a byte order mark', async () => {
    expectSuccess(await patch('\uFEFF{"attempt_number":2}'))
  })

  test('is refused with the names of missing fields, or as missing itself', async () => {
    const register = async (body?: string) => {
      const response = await driver.call({ method: 'POST', path: '/auth/register', body })
      return expectError(response, 422, 1006).details
    }
    expect(await register('{"password":"quiet-lamp-4","name":{}}')).toEqual([
      { path: 'email', message: 'Is required' },
      { path: 'name.first_name', message: 'Is required' },
    ])
    const missing = [{ path: '', message: 'A JSON body is required' }]
    expect([await register(), await register('')]).toEqual([missing, missing])
    expect(await register('{"email":null,"password":"quiet-lamp-4"}')).toEqual([
      { path: 'email', message: 'Invalid input: expected string, received null' },
      { path: 'name', message: 'Is required' },
    ])
  })

  test('is refused when it is multipart', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    expectError(await patch('--x--', headers), 415, 1008)
  })

  test.each(['gzip', 'br', 'deflate, gzip'])(
    'is refused when it is compressed with %s',
    async (encoding) => {
      const response = await patch('compressed', { 'content-encoding': encoding })
      const { message } = expectError(response, 415, 1008)
      expect(message).toBe(
        `Unsupported media type. Expected an uncompressed body, but it has the content-encoding ${encoding}`,
      )
      expect(response.headers['accept-encoding']).toBe('identity')
    },
  )

  test('is parsed when its content-encoding is identity', async () => {
    expectSuccess(await patch('{"attempt_number":4}', { 'content-encoding': 'identity' }))
  })

  test.each(['<script>', 'gzip <script>'])(
    'is refused without repeating a content-encoding that is not a name: %s',
    async (encoding) => {
      const response = await patch('{}', { 'content-encoding': encoding })
      const { message } = expectError(response, 415, 1008)
      expect(message).toBe(
        'Unsupported media type. Expected an uncompressed body, but it has a content-encoding',
      )
      expect(message).not.toContain('script')
    },
  )

  const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000)
  test.each([
    ['nothing', ''],
    ['blanks', '  \n'],
    ['half an object', '{"attempt_number":'],
    ['two objects', '{}{}'],
    ['a form', 'attempt_number=2'],
    ['null', 'null'],
    ['a number', '5'],
    ['a string', '"attempt_number"'],
    ['a list', '[{"attempt_number":2}]'],
    ['a NUL', '\0'],
    ['lists 100,000 deep', deep('[', ']')],
    ['half an emoji', '{"background_info":"\\uD83D"}'],
    ['half an emoji in a list', '{"attempt_number":2,"unknown":[["\\ude00"]]}'],
    ['half an emoji as a key', '{"attempt_number":2,"\\ud83d":1}'],
    ['a number out of range', '{"attempt_number":1e999}'],
  ])('is refused when it is %s, and changes nothing', async (_, body) => {
    const before = await storedItem(`USER#${account.id}`)
    const { details } = expectError(await patch(body), 422, 1006)
    expect(JSON.stringify(details)).not.toContain('attempt_number=2')
    expect(await storedItem(`USER#${account.id}`)).toEqual(before)
  })

  test('may contain an emoji as two escapes', async () => {
    expectSuccess(await patch('{"attempt_number":3,"unknown":["\\ud83d\\ude00"]}'))
  })

  test('may contain 20,000 levels of nesting in an unknown field', async () => {
    const nested = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
    expectSuccess(await patch(`{"attempt_number":3,"unknown":${nested}}`))
  })

  test('is refused when it is larger than 256 KiB', async () => {
    const filler = 'x'.repeat(256 * 1024)
    expectError(await patch(`{"attempt_number":2,"filler":"${filler}"}`), 413, 1007)
  })

  test.each([
    '171440030000',
    '17144003000000',
    'x',
    '1714400300.00',
    '-714400300000',
    '١٧١٤٤٠٠٣٠٠٠٠٠',
  ])('is refused when x-dev-time is %s', async (clock) => {
    const headers = { 'x-dev-time': encodeURI(clock) }
    const { details } = expectError(await patch('{"attempt_number":2}', headers), 422, 1006)
    expect(details).toEqual([{ path: 'x-dev-time', message: expect.any(String) }])
  })
})

test('a body is refused when a string in it is not UTF-8', async () => {
  const account = await openAccount(direct)
  const bytes = (...info: number[]) =>
    Buffer.concat([
      Buffer.from('{"background_info":"'),
      Buffer.from(info),
      Buffer.from('","attempt_number":2}'),
    ])
  const patch = (body: Buffer) => account.call({ method: 'PATCH', path: '/users/info', body })
  const { details } = expectError(await patch(bytes(0x61, 0xff)), 422, 1006)
  expect(details).toEqual([{ path: '', message: 'The body must be UTF-8' }])
  expect(await storedItem(`USER#${account.id}`)).not.toHaveProperty('attemptNumber')
  expect(expectSuccess(await patch(bytes(0xc3, 0xa9))).background_info).toBe('é')
})
