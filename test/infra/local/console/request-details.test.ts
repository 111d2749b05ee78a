import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LocalUserApi, startUserApi } from '../../../../infra/start/start-user-api.ts'
import { register } from '../../../support/accounts.ts'
import type { ApiRequest } from '../../../support/api-request.ts'
import { assemblyOf } from '../../../support/assemblies.ts'
import { httpTo } from '../../../support/http-driver.ts'

// A separate stack, because it logs errors in full.
let stack: LocalUserApi
const logged: string[] = []

beforeAll(async () => {
  stack = await startUserApi({
    assembly: await assemblyOf('local'),
    errorsInFull: true,
    onLog: (_, line) => logged.push(line),
  })
})
afterAll(async () => {
  await stack?.stop()
})

/** Sends a request and returns what the console shows of it. */
async function shown(request: ApiRequest, folder = 'requests') {
  const { headers } = await httpTo(stack.apiUrl).call(request)
  const response = await fetch(`${stack.apiUrl}/_local/${folder}/${headers['apigw-requestid']}`)
  // biome-ignore lint/suspicious/noExplicitAny: the console's JSON has no type here.
  return (await response.json()) as any
}

const body = { email: 'john@example.com', password: 'quiet-lamp-4', name: { first_name: 'John' } }

describe('a request in the console', () => {
  test('shows headers and bodies, with secrets masked', async () => {
    const { token } = await register(httpTo(stack.apiUrl))
    const headers = { authorization: `Bearer ${token}` }
    const request = await shown({ method: 'GET', path: '/auth/me?x=1', headers })
    expect(request).toMatchObject({
      method: 'GET',
      url: '/auth/me?x=1',
      headers: { authorization: 'Bearer ***' },
      response: { headers: { 'content-type': expect.stringContaining('json') } },
    })
    expect(JSON.parse(request.response.body).data).toHaveProperty('email')
    const registered = await shown({ method: 'POST', path: '/auth/register', body })
    expect(JSON.parse(registered.body)).toEqual({ ...body, password: '***' })
    expect(JSON.parse(registered.response.body).data.access_token).toBe('***')
  })

  test('shows its secrets when they are asked for', async () => {
    const request = { method: 'POST', path: '/auth/login', body }
    const { body: sent, response } = await shown(request, 'requests-with-secrets')
    expect(JSON.parse(sent).password).toBe(body.password)
    expect(JSON.parse(response.body).data.access_token).toMatch(/^ua_/)
  })

  test('shows which check refused a token, by the line of its source', async () => {
    const missing = await shown({ method: 'GET', path: '/auth/me' })
    expect(missing.thrown).toHaveLength(1)
    expect(missing.thrown[0]).toMatch(
      /: Unauthorized\n +at requireToken \(.*\/shared\/http\/middleware\/authenticate-caller\.ts:\d+:\d+\)/,
    )
    const headers = { authorization: 'Bearer ua_unknown' }
    const malformed = await shown({ method: 'GET', path: '/auth/me', headers })
    expect(malformed.thrown[0]).toContain('at requireCaller ')
    expect(logged.join('\n')).not.toContain('at requireToken')
  })
})

test('an internal error is logged with its message and a stack of the sources', async () => {
  const [granted] = stack.functions.filter(({ name }) => name.includes('UsersInfoPatch'))
  const { call } = await register(httpTo(stack.apiUrl))
  stack.replacePolicies(granted?.name ?? '', [])
  await call({ method: 'PATCH', path: '/users/info', body: { attempt_number: 2 } })
  stack.replacePolicies(granted?.name ?? '', granted?.policies ?? [])
  const full = logged.find((line) => line.includes('is not authorized') && line.includes('\n'))
  expect(full).toMatch(/ at .*shared\/users\/update-user-info\.ts:\d+:\d+/)
})

test('the console is also at /_local/', async () => {
  const response = await fetch(`${stack.apiUrl}/_local/`)
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('<html')])
})
