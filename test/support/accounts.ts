import { randomBytes } from 'node:crypto'
import type { ApiRequest, ApiResponse, Driver } from './api-request.ts'

/** A registered user and how to act as them. */
export interface Account {
  id: string
  email: string
  password: string
  token: string
  call(request: ApiRequest): Promise<ApiResponse>
}

/** An e-mail address that no other test has. */
export function freshEmail(): string {
  return `${randomBytes(8).toString('hex')}@example.com`
}

/** Calls as the holder of a token. */
export function callAs(driver: Driver, token: string): Account['call'] {
  return (request) =>
    driver.call({ ...request, headers: { authorization: `Bearer ${token}`, ...request.headers } })
}

/** Registers John Smith of the society's document, or somebody alike. */
export async function register(driver: Driver, given: object = {}): Promise<Account> {
  const account = { email: freshEmail(), password: 'quiet-lamp-4' }
  const answer = await driver.call({
    method: 'POST',
    path: '/auth/register',
    body: { ...account, name: { first_name: 'John', last_name: 'Smith' }, ...given },
  })
  if (answer.status !== 201) throw new Error(`Registration failed: ${JSON.stringify(answer.body)}`)
  const { access_token: token, user } = answer.body.data
  return {
    ...account,
    ...given,
    email: user.email,
    id: user.id,
    token,
    call: callAs(driver, token),
  }
}

/** Logs an account in once more. */
export async function logIn(driver: Driver, { email, password }: Account): Promise<ApiResponse> {
  return await driver.call({ method: 'POST', path: '/auth/login', body: { email, password } })
}
