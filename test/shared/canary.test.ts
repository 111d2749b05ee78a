import { randomBytes } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startUserApi } from '../../infra/start/start-user-api.ts'
import { register } from '../support/accounts.ts'
import { type ApiAnswer, type Driver, direct } from '../support/drivers.ts'
import { timeOut, withFault } from '../support/faults.ts'
import { httpTo } from '../support/http-driver.ts'
import { loggedLines, metricLines } from '../support/logged-lines.ts'
import { challenge, freshPhone, send, verify, wrongOtps } from '../support/phones.ts'
import { tracesOf } from '../support/traces.ts'

const secretPart = (token: string) => token.slice(-43)

/** Every answer of a driver, but those that are there to tell a secret. */
function listening(driver: Driver): { driver: Driver; answers: string[] } {
  const answers: string[] = []
  const tells = ['/auth/register', '/auth/login', '/users/send-phone-otp']
  const call = async (request: Parameters<Driver['call']>[0]): Promise<ApiAnswer> => {
    const answer = await driver.call(request)
    if (!tells.includes(request.path)) answers.push(JSON.stringify(answer))
    return answer
  }
  return { driver: { ...driver, call }, answers }
}

/** Uses every secret there is, rightly, wrongly and malformed; answers them all. */
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
  // An OTP is six digits, which stand in many a number: only with its text can it be told apart.
  return [password, newPassword, wrongPassword, oti, secretPart(account.token), `"${otp}"`]
}

function leaks(secrets: readonly string[], texts: readonly string[]): string[] {
  return texts.filter((text) => secrets.some((secret) => text.includes(secret)))
}

test('no answer, log line or stored item holds an OTP, OTI, password or token', async () => {
  const { driver, answers } = listening(direct)
  const secrets = await useSecrets(driver)
  const fault = { command: 'UpdateItemCommand', error: timeOut(), times: 3 }
  secrets.push(...(await withFault(fault, () => useSecrets(driver))))
  expect(answers.length).toBeGreaterThan(15)
  expect(loggedLines.length).toBeGreaterThan(0)
  expect(leaks(secrets, answers)).toEqual([])
  expect(leaks(secrets, loggedLines)).toEqual([])
  expect(metricLines.length).toBeGreaterThan(0)
  expect(leaks(secrets, metricLines)).toEqual([])
  expect(await tracesOf(...secrets)).toEqual([])
})

test('nor does a line that a deployed bundle writes', async () => {
  const lines: string[] = []
  const folder = await mkdtemp(join(tmpdir(), 'user-api-'))
  const stack = await startUserApi({
    port: 0,
    folder,
    onLog: (_, line) => lines.push(line),
  })
  try {
    const driver = httpTo(stack.outputs.ApiUrl ?? '')
    const { token, password, call } = await register(driver, { password: 'canary-password' })
    // A function without permissions fails as loudly as it can.
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
