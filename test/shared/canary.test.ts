import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { startUserApi } from '../../infra/start/start-user-api.ts'
import { register } from '../support/accounts.ts'
import type { ApiResponse, Driver } from '../support/api-request.ts'
import { assemblyOf } from '../support/assemblies.ts'
import { direct } from '../support/drivers.ts'
import { timeOut, withFault } from '../support/faults.ts'
import { httpTo } from '../support/http-driver.ts'
import { loggedLines, metricLines } from '../support/logged-lines.ts'
import { challenge, freshPhone, send, verify, wrongOtps } from '../support/phones.ts'
import { tracesOf } from '../support/traces.ts'

const secretPart = (token: string) => token.slice(-43)

/** Records every response of a driver, except of routes that return a secret. */
function listening(driver: Driver): { driver: Driver; responses: string[] } {
  const responses: string[] = []
  const returningSecrets = ['/auth/register', '/auth/login', '/users/send-phone-otp']
  const call = async (request: Parameters<Driver['call']>[0]): Promise<ApiResponse> => {
    const response = await driver.call(request)
    if (!returningSecrets.includes(request.path)) responses.push(JSON.stringify(response))
    return response
  }
  return { driver: { ...driver, call }, responses }
}

/** Sends every kind of secret: right, wrong and malformed. Returns them all. */
async function useSecrets(driver: Driver): Promise<string[]> {
  const word = () => `canary-${randomBytes(8).toString('hex')}`
  const [password, newPassword, wrongPassword] = [word(), word(), word()]
  const account = await register(driver, { password })
  const phone = freshPhone()
  const { otp, oti } = await challenge(account, phone)
  const [wrongOtp = ''] = wrongOtps(otp, 1)
  await send(account, phone)
  await verify(account, { value: phone, otp: wrongOtp, oti })
  await verify(account, { value: phone, otp: `${otp}0`, oti })
  await verify(account, { value: phone, otp, oti })
  await verify(account, { value: phone, otp, oti })

  const patch = (body: unknown) => account.call({ method: 'PATCH', path: '/app/api/v1/user', body })
  await patch({ user: { password: wrongPassword } })
  await patch(`{"user":{"password":"${password}"`)
  await patch({ user: { password, newPassword, confPassword: newPassword } })
  const login = { email: account.email, password: wrongPassword }
  await driver.call({ method: 'POST', path: '/auth/login', body: login })
  const body = { password, email: 5, name: { first_name: password } }
  await driver.call({ method: 'PATCH', path: '/users/info', body })
  await account.call({ method: 'POST', path: '/auth/logout' })
  await account.call({ method: 'GET', path: '/auth/me' })
  // Quoted, because the six digits of an OTP can be part of any number.
  return [password, newPassword, wrongPassword, oti, secretPart(account.token), `"${otp}"`]
}

function leaks(secrets: readonly string[], texts: readonly string[]): string[] {
  return texts.filter((text) => secrets.some((secret) => text.includes(secret)))
}

test('no response, log line or stored item contains an OTP, OTI, password or token', async () => {
  const { driver, responses } = listening(direct)
  const secrets = await useSecrets(driver)
  const fault = { command: 'UpdateItemCommand', error: timeOut(), times: 3 }
  secrets.push(...(await withFault(fault, () => useSecrets(driver))))
  expect(responses.length).toBeGreaterThan(15)
  expect(loggedLines.length).toBeGreaterThan(0)
  expect(leaks(secrets, responses)).toEqual([])
  expect(leaks(secrets, loggedLines)).toEqual([])
  expect(metricLines.length).toBeGreaterThan(0)
  expect(leaks(secrets, metricLines)).toEqual([])
  expect(await tracesOf(...secrets)).toEqual([])
})

test('no line that a real bundle logs contains a password or token', async () => {
  const lines: string[] = []
  const stack = await startUserApi({
    assembly: await assemblyOf('local'),
    onLog: (_, line) => lines.push(line),
  })
  try {
    const driver = httpTo(stack.outputs.ApiUrl ?? '')
    const { token, password, call } = await register(driver, { password: 'canary-password' })
    // A function without permissions logs as much as it can.
    for (const { name } of stack.functions) {
      if (name.includes('UsersInfo')) {
        const Statement = [{ Effect: 'Deny' as const, Action: '*', Resource: '*' }]
        stack.replacePolicies(name, [{ Version: '2012-10-17', Statement }])
      }
    }
    const body = { background_info: password }
    expect((await call({ method: 'PATCH', path: '/users/info', body })).status).toBe(500)
    expect(lines.join('\n')).toContain('AccessDenied')
    expect(leaks([secretPart(token), password], lines)).toEqual([])
  } finally {
    await stack.stop()
  }
})
